import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  ListExecutionsCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DECISION, type Fixture, openFixture, ROLE_ARN, START } from './fixture.ts';

let fixture: Fixture;
beforeEach(async () => {
  fixture = await openFixture(DECISION);
});
afterEach(() => fixture.close());

const token = (index = 0) => String(fixture.tokens[index]);

describe('starting', () => {
  const start = (input: object) =>
    fixture.client.send(
      new StartExecutionCommand({ stateMachineArn: fixture.stateMachineArn, name: 'pr-1', ...input }),
    );

  it('twice under a name with the same input finds the execution that runs', async () => {
    const first = await start({ input: '{"n":1}' });
    await fixture.clock.advance(1000);
    const second = await start({ input: '{"n":1}' });
    expect(second.executionArn).toBe(first.executionArn);
    expect(second.startDate).toEqual(START);
    expect(fixture.invocations).toHaveLength(1);
  });

  it('twice under a name is refused with other input, and after the end', async () => {
    const { executionArn } = await start({ input: '{"n":1}' });
    const refusal = {
      name: 'ExecutionAlreadyExists',
      message: `Execution Already Exists: '${executionArn}'`,
    };
    await expect(start({ input: '{"n":2}' })).rejects.toMatchObject(refusal);
    await fixture.succeed(token(), {});
    await expect(start({ input: '{"n":1}' })).rejects.toMatchObject(refusal);
  });

  it.each([
    ['InvalidName', { name: 'has space' }],
    ['InvalidName', { name: 'n'.repeat(81) }],
    ['InvalidExecutionInput', { input: '{' }],
    ['InvalidArn', { stateMachineArn: 'arn:aws:states:us-east-1:999999999999:execution:a:b' }],
    ['StateMachineDoesNotExist', { stateMachineArn: 'arn:aws:states:us-east-1:999999999999:stateMachine:x' }],
    ['ValidationException', { stateMachineArn: '' }],
  ])('answers %s to %j', async (name, input) => {
    await expect(start(input)).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
  });
});

describe('an execution', () => {
  it('is described with its dates', async () => {
    const executionArn = await fixture.start({ n: 1 }, 'pr-1');
    await fixture.clock.advance(60_000);
    await fixture.succeed(token(), {});
    const { $metadata, ...described } = await fixture.client.send(
      new DescribeExecutionCommand({ executionArn }),
    );
    expect(described).toEqual({
      executionArn,
      stateMachineArn: fixture.stateMachineArn,
      name: 'pr-1',
      status: 'SUCCEEDED',
      startDate: START,
      stopDate: new Date(START.getTime() + 60_000),
      input: '{"n":1}',
      inputDetails: { included: true },
      output: '{}',
      outputDetails: { included: true },
      redriveCount: 0,
    });
  });

  it('that never was does not exist', async () => {
    const executionArn = 'arn:aws:states:us-east-1:999999999999:execution:machine:nobody';
    await expect(fixture.describe(executionArn)).rejects.toMatchObject({
      name: 'ExecutionDoesNotExist',
      message: `Execution Does Not Exist: '${executionArn}'`,
    });
  });

  it('is forgotten 90 days after its end, and its name is free again', async () => {
    const days = (count: number) => count * 24 * 60 * 60 * 1000;
    const executionArn = await fixture.start({}, 'pr-1');
    await fixture.succeed(token(), {});
    await fixture.clock.advance(days(90) - 1);
    expect((await fixture.describe(executionArn)).status).toBe('SUCCEEDED');
    await fixture.clock.advance(1);
    await expect(fixture.describe(executionArn)).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
    const { stateMachineArn } = fixture;
    const list = () => fixture.client.send(new ListExecutionsCommand({ stateMachineArn }));
    expect((await list()).executions).toEqual([]);
    await fixture.start({}, 'pr-2');
    expect(await fixture.start({}, 'pr-1')).toBe(executionArn);
    expect((await list()).executions?.map(({ name }) => name)).toEqual(['pr-1', 'pr-2']);
  });

  it('is forgotten when enough others have ended, however many run', async () => {
    await fixture.close();
    fixture = await openFixture(DECISION, {}, 2);
    const started: string[] = [];
    for (const name of ['pr-1', 'pr-2', 'pr-3', 'pr-4']) started.push(await fixture.start({}, name));
    for (const index of [1, 0, 3]) await fixture.succeed(token(index), {});
    const { stateMachineArn } = fixture;
    const { executions } = await fixture.client.send(new ListExecutionsCommand({ stateMachineArn }));
    expect(executions?.map(({ name, status }) => [name, status])).toEqual([
      ['pr-4', 'SUCCEEDED'],
      ['pr-3', 'RUNNING'],
      ['pr-1', 'SUCCEEDED'],
    ]);
    await expect(fixture.describe(started[1] ?? '')).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
  });

  it('tells its history with the details of each event', async () => {
    const executionArn = await fixture.start({ n: 1 });
    await fixture.succeed(token(), { decision: 'accept' });
    const { events = [] } = await fixture.client.send(new GetExecutionHistoryCommand({ executionArn }));
    const task = { resourceType: 'lambda', resource: 'invoke.waitForTaskToken' };
    const input = { input: '{"n":1}', inputDetails: { truncated: false } };
    const output = { output: '{"decision":"accept"}', outputDetails: { truncated: false } };
    const submitted = '{"ExecutedVersion":"$LATEST","Payload":null,"StatusCode":200}';
    const expected: [string, string, object][] = [
      ['ExecutionStarted', 'executionStartedEventDetails', { ...input, roleArn: ROLE_ARN }],
      ['TaskStateEntered', 'stateEnteredEventDetails', { name: 'First', ...input }],
      [
        'TaskScheduled',
        'taskScheduledEventDetails',
        {
          ...task,
          region: 'us-east-1',
          parameters: JSON.stringify({ FunctionName: 'ask', Payload: { token: token() } }),
          timeoutInSeconds: 3600,
          heartbeatInSeconds: 600,
        },
      ],
      ['TaskStarted', 'taskStartedEventDetails', task],
      ['TaskSubmitted', 'taskSubmittedEventDetails', { ...task, ...output, output: submitted }],
      ['TaskSucceeded', 'taskSucceededEventDetails', { ...task, ...output }],
      ['TaskStateExited', 'stateExitedEventDetails', { name: 'First', ...output }],
      ['SucceedStateEntered', 'stateEnteredEventDetails', expect.objectContaining({ name: 'Done' })],
      ['SucceedStateExited', 'stateExitedEventDetails', { name: 'Done', ...output }],
      ['ExecutionSucceeded', 'executionSucceededEventDetails', output],
    ];
    expect(events).toEqual(
      expected.map(([type, field, details], index) => ({
        timestamp: START,
        type,
        id: index + 1,
        previousEventId: index === 1 ? 0 : index,
        [field]: details,
      })),
    );
  });

  it('tells its history without inputs and outputs on request', async () => {
    const executionArn = await fixture.start({ secret: 1 });
    await fixture.succeed(token(), { decision: 'accept' });
    const { events = [] } = await fixture.client.send(
      new GetExecutionHistoryCommand({ executionArn, includeExecutionData: false }),
    );
    expect(events).toHaveLength(10);
    expect(JSON.stringify(events)).not.toMatch(/secret|decision|truncated/);
    expect(events[0]?.executionStartedEventDetails).toEqual({ roleArn: ROLE_ARN });
    expect(events[1]?.stateEnteredEventDetails).toEqual({ name: 'First' });
  });

  it('tells its history page by page, in either direction', async () => {
    const executionArn = await fixture.start({});
    await fixture.succeed(token(), {});
    const read = async (reverseOrder: boolean) => {
      const events: HistoryEvent[] = [];
      let nextToken: string | undefined;
      do {
        const answer = await fixture.client.send(
          new GetExecutionHistoryCommand({ executionArn, maxResults: 4, reverseOrder, nextToken }),
        );
        events.push(...(answer.events ?? []));
        nextToken = answer.nextToken;
      } while (nextToken !== undefined);
      return events.map(({ id }) => id);
    };
    const ids = Array.from({ length: 10 }, (_, index) => index + 1);
    expect(await read(false)).toEqual(ids);
    expect(await read(true)).toEqual(ids.toReversed());
  });

  it('is listed, the latest first, by status and page by page', async () => {
    for (const name of ['pr-1', 'pr-2', 'pr-3']) await fixture.start({}, name);
    await fixture.succeed(token(1), {});
    const list = (input: object) =>
      fixture.client.send(new ListExecutionsCommand({ stateMachineArn: fixture.stateMachineArn, ...input }));
    const first = await list({ maxResults: 2 });
    expect(first.executions?.map(({ name }) => name)).toEqual(['pr-3', 'pr-2']);
    await fixture.start({}, 'pr-4');
    const second = await list({ maxResults: 2, nextToken: first.nextToken });
    expect(second.executions?.map(({ name }) => name)).toEqual(['pr-1']);
    expect(second.nextToken).toBeUndefined();
    const { executions } = await list({ statusFilter: 'SUCCEEDED' });
    expect(executions).toEqual([expect.objectContaining({ name: 'pr-2', redriveCount: 0 })]);
    for (const statusFilter of ['DONE', 'PENDING_REDRIVE']) {
      await expect(list({ statusFilter })).rejects.toMatchObject({ name: 'ValidationException' });
    }
    await expect(list({ nextToken: 'invented' })).rejects.toMatchObject({ name: 'InvalidToken' });
  });
});
