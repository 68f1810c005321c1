import { afterEach, describe, expect, it } from 'vitest';
import { ask, type Fixture, invoke, machine, NamedError, openFixture, START } from './fixture.ts';

let fixture: Fixture;
const open = async (...args: Parameters<typeof openFixture>) => {
  fixture = await openFixture(...args);
  return fixture;
};

afterEach(() => fixture.close());

describe('states', () => {
  it('wait in virtual time: seconds, a path, a timestamp', async () => {
    const until = new Date(START.getTime() + 3_600_000).toISOString();
    const { clock, start, describe, timeline } = await open(
      machine(
        { Type: 'Wait', Seconds: 604_800, Next: 'ByPath' },
        {
          ByPath: { Type: 'Wait', SecondsPath: '$.seconds', Next: 'Past' },
          Past: { Type: 'Wait', Timestamp: until, End: true },
        },
      ),
    );
    const arn = await start({ seconds: 60 });
    await clock.advance(604_800_000 + 59_999);
    expect((await describe(arn)).status).toBe('RUNNING');
    await clock.advance(1);
    await clock.idle();
    expect(await describe(arn)).toEqual({ status: 'SUCCEEDED', output: { seconds: 60 } });
    expect(await timeline(arn)).toEqual([
      ['ExecutionStarted', 0],
      ['WaitStateEntered', 0],
      ['WaitStateExited', 604_800],
      ['WaitStateEntered', 604_800],
      ['WaitStateExited', 604_860],
      ['WaitStateEntered', 604_860],
      ['WaitStateExited', 604_860],
      ['ExecutionSucceeded', 604_860],
    ]);
  });

  it('choose, pass, fail', async () => {
    const { clock, start, describe } = await open(
      machine(
        {
          Type: 'Choice',
          Choices: [{ Variable: '$.status', StringEquals: 'active', Next: 'Label' }],
          Default: 'GiveUp',
        },
        {
          Label: { Type: 'Pass', Result: { done: true }, ResultPath: '$.label', Next: 'Done' },
          Done: { Type: 'Succeed' },
          GiveUp: { Type: 'Fail', Error: 'NotActive', Cause: 'It is not active.' },
        },
      ),
    );
    const [active, other] = [await start({ status: 'active' }), await start({ status: 'failed' })];
    await clock.idle();
    expect(await describe(active)).toEqual({
      status: 'SUCCEEDED',
      output: { status: 'active', label: { done: true } },
    });
    expect(await describe(other)).toEqual({
      status: 'FAILED',
      output: undefined,
      error: 'NotActive',
      cause: 'It is not active.',
    });
  });

  it('invoke functions with copies, and keep the reply as Step Functions shows it', async () => {
    const { start, describe } = await open(
      machine(invoke('double', { ResultPath: '$.doubled', End: true })),
      {
        double: (payload: { n: number; seen?: boolean }) => {
          payload.seen = true;
          return { n: payload.n * 2, left: undefined };
        },
      },
    );
    expect((await describe(await start({ n: 21 }))).output).toEqual({
      n: 21,
      doubled: { ExecutedVersion: '$LATEST', Payload: { n: 42 }, StatusCode: 200 },
    });
  });

  it('run in branches, each with its own token', async () => {
    const branch = (name: string) => ({ StartAt: name, States: { [name]: ask(name) } });
    const { start, describe, tokens, succeed } = await open(
      machine({ Type: 'Parallel', Branches: [branch('Left'), branch('Right')], End: true }),
    );
    const arn = await start();
    await succeed(String(tokens[1]), 'right');
    await succeed(String(tokens[0]), 'left');
    expect(await describe(arn)).toEqual({ status: 'SUCCEEDED', output: ['left', 'right'] });
  });

  it('read the context object', async () => {
    const parameters = {
      FunctionName: 'look',
      Payload: {
        'execution.$': '$$.Execution.Name',
        'id.$': '$$.Execution.Id',
        'started.$': '$$.Execution.StartTime',
        'input.$': '$$.Execution.Input.n',
        'state.$': '$$.State.Name',
        'entered.$': '$$.State.EnteredTime',
        'retries.$': '$$.State.RetryCount',
        'machine.$': '$$.StateMachine.Name',
      },
    };
    const look = invoke('look', {
      Parameters: parameters,
      Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 5, MaxAttempts: 1 }],
      End: true,
    });
    const { clock, start, invocations } = await open(
      machine({ Type: 'Wait', Seconds: 10, Next: 'Look' }, { Look: look }),
      {
        look: () => {
          throw new NamedError('NotYet', 'again');
        },
      },
    );
    const arn = await start({ n: 7 }, 'pr-1');
    await clock.advance(15_000);
    const seen = {
      execution: 'pr-1',
      id: arn,
      started: '2026-03-02T09:00:00.000Z',
      input: 7,
      state: 'Look',
      entered: '2026-03-02T09:00:10.000Z',
      machine: 'machine',
    };
    expect(invocations.map(({ payload }) => payload)).toEqual([
      { ...seen, retries: 0 },
      { ...seen, retries: 1 },
    ]);
  });
});

describe('many executions', () => {
  it('wait at once, each for its own token and time', async () => {
    const count = 1000;
    const { clock, start, describe, tokens, succeed } = await open(
      machine(
        ask('ask', {
          TimeoutSeconds: 86_400,
          Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Late' }],
          End: true,
        }),
        { Late: { Type: 'Wait', Seconds: 60, End: true } },
      ),
    );
    const arns = await Promise.all(Array.from({ length: count }, (_, n) => start({ n }, `pr-${n}`)));
    expect(tokens).toHaveLength(count);
    await succeed(String(tokens[0]), 'decided');
    await clock.advance(86_400_000 + 60_000);
    const ended = await Promise.all(arns.map(describe));
    expect(ended.filter(({ status }) => status === 'SUCCEEDED')).toHaveLength(count);
    expect(ended.filter(({ output }) => output === 'decided')).toHaveLength(1);
  });
});
