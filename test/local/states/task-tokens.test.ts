import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask, DECISION, type Fixture, machine, openFixture } from './fixture.ts';

let fixture: Fixture;
beforeEach(async () => {
  fixture = await openFixture(DECISION);
});
afterEach(() => fixture.close());

const token = (index = 0) => String(fixture.tokens[index]);

describe('a task token', () => {
  it('sent back with success gives the task its output', async () => {
    const arn = await fixture.start({});
    await fixture.succeed(token(), { decision: 'accept' });
    expect(await fixture.describe(arn)).toEqual({ status: 'SUCCEEDED', output: { decision: 'accept' } });
  });

  it('sent back with failure gives the task its error', async () => {
    const arn = await fixture.start({});
    await fixture.client.send(
      new SendTaskFailureCommand({ taskToken: token(), error: 'Rejected', cause: 'no' }),
    );
    await fixture.clock.idle();
    expect((await fixture.describe(arn)).output).toEqual({ failure: { Error: 'Rejected', Cause: 'no' } });
  });

  it('may come back before its function has returned', async () => {
    await fixture.close();
    fixture = await openFixture(machine(ask('ask')), {
      ask: ({ token: taskToken }: { token: string }) =>
        fixture.client.send(new SendTaskSuccessCommand({ taskToken, output: '"at once"' })).then(() => null),
    });
    const arn = await fixture.start();
    expect(await fixture.describe(arn)).toEqual({ status: 'SUCCEEDED', output: 'at once' });
    expect((await fixture.timeline(arn)).map(([type]) => type).slice(2, 6)).toEqual([
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
    ]);
  });

  it('is in the context object as a whole, too', async () => {
    const parameters = { FunctionName: 'ask', Payload: { 'context.$': '$$' } };
    await fixture.close();
    fixture = await openFixture(machine(ask('ask', { Parameters: parameters, End: true })));
    const arn = await fixture.start();
    const [given] = fixture.invocations.map(
      ({ payload }) => payload as { context: { Task: { Token: string } } },
    );
    await fixture.succeed(String(given?.context.Task.Token), 'found');
    expect(await fixture.describe(arn)).toEqual({ status: 'SUCCEEDED', output: 'found' });
  });

  it('is stale once it was sent or has timed out, and another is issued for each attempt', async () => {
    const stale = { name: 'TaskTimedOut', message: "Task Timed Out: 'Provided task does not exist anymore'" };
    await fixture.start({});
    await fixture.succeed(token(), {});
    await expect(fixture.succeed(token(), {})).rejects.toMatchObject(stale);

    await fixture.start({});
    expect(token(1)).not.toBe(token(0));
    await fixture.clock.advance(600_000);
    for (const command of [
      new SendTaskFailureCommand({ taskToken: token(1) }),
      new SendTaskHeartbeatCommand({ taskToken: token(1) }),
    ]) {
      await expect(fixture.client.send(command as SendTaskHeartbeatCommand)).rejects.toMatchObject(stale);
    }
  });

  it('that was never issued is invalid, whatever it looks like', async () => {
    const arn = await fixture.start({});
    const text = (taskToken: string) => Buffer.from(taskToken, 'base64').toString();
    const changed = text(token()).replace(arn, `${arn}-2`);
    for (const invented of [
      'invented',
      Buffer.from(`${arn}#00000000-0000-4000-8000-000000000000`).toString('base64'),
      Buffer.from(changed).toString('base64'),
    ]) {
      await expect(fixture.succeed(invented, {})).rejects.toMatchObject({
        name: 'InvalidToken',
        message: "Invalid Token: 'Invalid token'",
      });
    }
  });

  it('comes with an output that is JSON, or stays as it is', async () => {
    await fixture.start({});
    const command = new SendTaskSuccessCommand({ taskToken: token(), output: 'not json' });
    await expect(fixture.client.send(command)).rejects.toMatchObject({ name: 'InvalidOutput' });
    await fixture.succeed(token(), {});
  });

  it('is kept by heartbeats, and lost without', async () => {
    const arn = await fixture.start({});
    await fixture.clock.advance(500_000);
    await fixture.client.send(new SendTaskHeartbeatCommand({ taskToken: token() }));
    await fixture.clock.advance(599_999);
    expect((await fixture.describe(arn)).status).toBe('RUNNING');
    await fixture.clock.advance(1);
    await fixture.clock.idle();
    expect((await fixture.describe(arn)).output).toEqual({
      failure: { Error: 'States.HeartbeatTimeout', Cause: '' },
    });
    expect(await fixture.timeline(arn)).toContainEqual(['TaskTimedOut', 1100]);
  });
});
