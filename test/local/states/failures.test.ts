import { afterEach, describe, expect, it } from 'vitest';
import { ask, type Fixture, invoke, machine, NamedError, openFixture } from './fixture.ts';

let fixture: Fixture;
const open = async (...args: Parameters<typeof openFixture>) => {
  fixture = await openFixture(...args);
  return fixture;
};

afterEach(() => fixture.close());

describe('failures', () => {
  it('are retried with backoff at exactly the virtual times, then fail the execution', async () => {
    const { clock, states, start, describe, invocations } = await open(
      machine(
        invoke('fail', {
          Retry: [{ ErrorEquals: ['Throttled'], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 3 }],
          End: true,
        }),
      ),
      {
        fail: () => {
          throw new NamedError('Throttled', 'slow down');
        },
      },
    );
    const arn = await start({});
    await clock.advance(60_000);
    expect(invocations.map(({ at }) => at)).toEqual([0, 2, 8, 26]);
    expect(states.transitions(arn)).toBe(4);
    const { status, error, cause = '' } = await describe(arn);
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'Throttled' });
    expect(JSON.parse(cause)).toMatchObject({ errorType: 'Throttled', errorMessage: 'slow down' });
  });

  it('of other names are not retried, and are caught with their cause as Lambda writes it', async () => {
    const { start, describe, invocations, timeline } = await open(
      machine(
        invoke('fail', {
          Retry: [{ ErrorEquals: ['Throttled'] }],
          Catch: [
            { ErrorEquals: ['Elsewhere'], Next: 'Unreached' },
            { ErrorEquals: ['States.ALL'], ResultPath: '$', Next: 'Caught' },
          ],
          End: true,
        }),
        { Unreached: { Type: 'Fail' }, Caught: { Type: 'Pass', End: true } },
      ),
      {
        fail: () => {
          throw new NamedError('Conflict', 'taken');
        },
      },
    );
    const arn = await start({ before: true });
    const { status, output } = await describe(arn);
    expect(status).toBe('SUCCEEDED');
    const { Error: name, Cause } = output as { Error: string; Cause: string };
    expect(name).toBe('Conflict');
    expect(JSON.parse(Cause)).toEqual({
      errorType: 'Conflict',
      errorMessage: 'taken',
      trace: expect.arrayContaining(['Conflict: taken']),
    });
    expect(invocations).toHaveLength(1);
    expect((await timeline(arn)).map(([type]) => type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskFailed',
      'TaskStateExited',
      'PassStateEntered',
      'PassStateExited',
      'ExecutionSucceeded',
    ]);
  });

  it('by timeout come after the seconds that the input names, and are retried and caught as such', async () => {
    const { clock, start, describe, timeline, invocations } = await open(
      machine(
        ask('ask', {
          TimeoutSecondsPath: '$.seconds',
          Retry: [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 10, MaxAttempts: 1 }],
          Catch: [{ ErrorEquals: ['States.Timeout'], ResultPath: '$.error', Next: 'Late' }],
          End: true,
        }),
        { Late: { Type: 'Pass', End: true } },
      ),
    );
    const arn = await start({ seconds: 172_800 });
    await clock.advance(400_000_000);
    expect(invocations.map(({ at }) => at)).toEqual([0, 172_810]);
    expect(await timeline(arn)).toEqual([
      ['ExecutionStarted', 0],
      ['TaskStateEntered', 0],
      ['TaskScheduled', 0],
      ['TaskStarted', 0],
      ['TaskSubmitted', 0],
      ['TaskTimedOut', 172_800],
      ['TaskScheduled', 172_810],
      ['TaskStarted', 172_810],
      ['TaskSubmitted', 172_810],
      ['TaskTimedOut', 345_610],
      ['TaskStateExited', 345_610],
      ['PassStateEntered', 345_610],
      ['PassStateExited', 345_610],
      ['ExecutionSucceeded', 345_610],
    ]);
    expect((await describe(arn)).output).toMatchObject({ error: { Error: 'States.Timeout' } });
  });

  it('by timeout of a static length fail the execution without a cause', async () => {
    const { clock, start, describe } = await open(machine(ask('ask', { TimeoutSeconds: 30, End: true })));
    const arn = await start();
    await clock.advance(29_999);
    expect((await describe(arn)).status).toBe('RUNNING');
    await clock.advance(1);
    expect(await describe(arn)).toEqual({ status: 'FAILED', output: undefined, error: 'States.Timeout' });
  });

  it('by the timeout of the whole execution end it, whatever it is at', async () => {
    const { clock, start, describe, timeline, tokens, succeed } = await open({
      ...machine(ask('ask')),
      TimeoutSeconds: 100,
    });
    const arn = await start();
    await clock.advance(100_000);
    expect((await describe(arn)).status).toBe('TIMED_OUT');
    expect((await timeline(arn)).at(-1)).toEqual(['ExecutionTimedOut', 100]);
    await expect(succeed(String(tokens[0]), {})).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  it('stop at what the path of a timeout does not lead to', async () => {
    const { start, describe, invocations } = await open(
      machine(ask('ask', { TimeoutSecondsPath: '$.nowhere', End: true })),
    );
    expect(await describe(await start({}))).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(invocations).toEqual([]);
  });
});
