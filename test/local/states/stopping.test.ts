import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, it } from 'vitest';
import { ask, type Fixture, invoke, machine, NamedError, openFixture } from './fixture.ts';

let fixture: Fixture;
const open = async (...args: Parameters<typeof openFixture>) => {
  fixture = await openFixture(...args);
  return fixture;
};

afterEach(() => fixture.close());

describe('a stopped execution', () => {
  const stop = (executionArn: string) =>
    fixture.client.send(new StopExecutionCommand({ executionArn, error: 'Enough', cause: 'said so' }));

  it('starts no other task, not even a retry that was due', async () => {
    const { clock, start, describe, timeline, invocations } = await open(
      machine(
        invoke('fail', {
          Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 60, MaxAttempts: 99_999_999 }],
          End: true,
        }),
      ),
      {
        fail: () => {
          throw new NamedError('Throttled', 'slow down');
        },
      },
    );
    const arn = await start();
    await clock.advance(1000);
    await stop(arn);
    await clock.advance(3_600_000);
    expect(invocations).toHaveLength(1);
    expect(await describe(arn)).toEqual({
      status: 'ABORTED',
      output: undefined,
      error: 'Enough',
      cause: 'said so',
    });
    expect((await timeline(arn)).at(-1)).toEqual(['ExecutionAborted', 1]);
  });

  it('goes no further than the function that runs', async () => {
    const release = Promise.withResolvers<void>();
    const { clock, start, timeline, invocations } = await open(
      machine(invoke('slow', { Next: 'Second' }), { Second: invoke('second') }),
      { slow: () => release.promise },
    );
    const started = start(undefined, 'pr-1');
    await expect.poll(() => invocations).toHaveLength(1);
    const arn = fixture.stateMachineArn.replace(':stateMachine:', ':execution:').concat(':pr-1');
    await stop(arn);
    release.resolve();
    await started;
    await clock.advance(1000);
    expect(invocations).toHaveLength(1);
    expect((await timeline(arn)).map(([type]) => type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'ExecutionAborted',
    ]);
  });

  it('lets go of its token', async () => {
    const { start, tokens, succeed } = await open(machine(ask('ask')));
    await stop(await start());
    await expect(succeed(String(tokens[0]), {})).rejects.toMatchObject({ name: 'TaskTimedOut' });
  });

  it('stays as it ended when it is stopped again', async () => {
    const { start, describe } = await open(machine({ Type: 'Succeed' }));
    const arn = await start({ n: 1 });
    await stop(arn);
    expect(await describe(arn)).toEqual({ status: 'SUCCEEDED', output: { n: 1 } });
  });
});
