import {
  CreateStateMachineAliasCommand,
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineAliasCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  PublishStateMachineVersionCommand,
  StartExecutionCommand,
  UpdateStateMachineAliasCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fixture, machine, openFixture, ROLE_ARN, START } from './fixture.ts';

const revision = (number: number) => machine({ Type: 'Pass', Result: { revision: number }, End: true });
const text = (number: number) => JSON.stringify(revision(number));

let fixture: Fixture;
beforeEach(async () => {
  fixture = await openFixture(revision(1));
});
afterEach(() => fixture.close());

const publish = async () => {
  const { stateMachineArn } = fixture;
  const published = await fixture.client.send(new PublishStateMachineVersionCommand({ stateMachineArn }));
  return String(published.stateMachineVersionArn);
};

const update = (number: number) =>
  fixture.client.send(
    new UpdateStateMachineCommand({
      stateMachineArn: fixture.stateMachineArn,
      definition: text(number),
      publish: true,
    }),
  );

const alias = (stateMachineVersionArn: string, rest: object = {}) =>
  fixture.client.send(
    new CreateStateMachineAliasCommand({
      name: 'live',
      routingConfiguration: [{ stateMachineVersionArn, weight: 100 }],
      ...rest,
    }),
  );

const run = async (stateMachineArn: string, name: string) => {
  const { executionArn = '' } = await fixture.client.send(
    new StartExecutionCommand({ stateMachineArn, name }),
  );
  await fixture.clock.idle();
  return executionArn;
};

describe('a version', () => {
  it('is published once for each revision, and runs what it was', async () => {
    const first = await publish();
    expect(first).toBe(`${fixture.stateMachineArn}:1`);
    expect(await publish()).toBe(first);
    expect((await update(2)).stateMachineVersionArn).toBe(`${fixture.stateMachineArn}:2`);

    expect((await fixture.describe(await run(first, 'old'))).output).toEqual({ revision: 1 });
    expect((await fixture.describe(await run(fixture.stateMachineArn, 'new'))).output).toEqual({
      revision: 2,
    });
    const described = await fixture.client.send(new DescribeStateMachineCommand({ stateMachineArn: first }));
    expect(described).toMatchObject({ stateMachineArn: first, name: 'machine', definition: text(1) });
  });

  it('may be published with the state machine', async () => {
    const created = await fixture.client.send(
      new CreateStateMachineCommand({
        name: 'other',
        roleArn: ROLE_ARN,
        definition: text(1),
        publish: true,
      }),
    );
    expect(created.stateMachineVersionArn).toBe(`${created.stateMachineArn}:1`);
  });
});

describe('an alias', () => {
  it('starts the version that it points to, until it is updated', async () => {
    const { stateMachineAliasArn: live = '' } = await alias(await publish());
    expect(live).toBe(`${fixture.stateMachineArn}:live`);
    const { stateMachineVersionArn } = await update(2);
    expect((await fixture.describe(await run(live, 'before'))).output).toEqual({ revision: 1 });

    await fixture.clock.advance(60_000);
    await fixture.client.send(
      new UpdateStateMachineAliasCommand({
        stateMachineAliasArn: live,
        routingConfiguration: [{ stateMachineVersionArn, weight: 100 }],
      }),
    );
    expect((await fixture.describe(await run(live, 'after'))).output).toEqual({ revision: 2 });
    const { $metadata, ...described } = await fixture.client.send(
      new DescribeStateMachineAliasCommand({ stateMachineAliasArn: live }),
    );
    expect(described).toEqual({
      stateMachineAliasArn: live,
      name: 'live',
      routingConfiguration: [{ stateMachineVersionArn, weight: 100 }],
      creationDate: START,
      updateDate: new Date(START.getTime() + 60_000),
    });
  });

  it('stands with its executions, whose ARNs have only the state machine’s name', async () => {
    const version = await publish();
    const { stateMachineAliasArn: live = '' } = await alias(version);
    const arn = await run(live, 'pr-1');
    expect(arn).toBe(`${fixture.stateMachineArn.replace(':stateMachine:', ':execution:')}:pr-1`);
    const names = {
      stateMachineArn: fixture.stateMachineArn,
      stateMachineVersionArn: version,
      stateMachineAliasArn: live,
    };
    const described = await fixture.client.send(new DescribeExecutionCommand({ executionArn: arn }));
    expect(described).toMatchObject(names);
    const { events = [] } = await fixture.client.send(new GetExecutionHistoryCommand({ executionArn: arn }));
    expect(events[0]?.executionStartedEventDetails).toMatchObject({
      stateMachineVersionArn: version,
      stateMachineAliasArn: live,
    });

    await run(fixture.stateMachineArn, 'unqualified');
    await run(version, 'by-version');
    const list = async (stateMachineArn: string) =>
      (await fixture.client.send(new ListExecutionsCommand({ stateMachineArn }))).executions;
    expect(await list(live)).toEqual([expect.objectContaining({ name: 'pr-1', ...names })]);
    expect((await list(version))?.map(({ name }) => name)).toEqual(['by-version', 'pr-1']);
    expect((await list(fixture.stateMachineArn))?.map(({ name }) => name)).toEqual([
      'by-version',
      'unqualified',
      'pr-1',
    ]);
  });

  it('is created once', async () => {
    const first = await publish();
    const { stateMachineAliasArn } = await alias(first);
    expect((await alias(first)).stateMachineAliasArn).toBe(stateMachineAliasArn);
    const { stateMachineVersionArn = '' } = await update(2);
    await expect(alias(stateMachineVersionArn)).rejects.toMatchObject({ name: 'ConflictException' });
  });

  it.each<[title: string, act: () => Promise<unknown>, code: string]>([
    ['a version that does not exist', () => alias(`${fixture.stateMachineArn}:9`), 'ResourceNotFound'],
    ['a state machine', () => alias(fixture.stateMachineArn), 'ResourceNotFound'],
    ['a number as a name', async () => alias(await publish(), { name: '7' }), 'ValidationException'],
    [
      'an alias that does not exist, when it is described',
      () =>
        fixture.client.send(
          new DescribeStateMachineAliasCommand({ stateMachineAliasArn: `${fixture.stateMachineArn}:dev` }),
        ),
      'ResourceNotFound',
    ],
    [
      'an alias that does not exist, when it is started',
      () => run(`${fixture.stateMachineArn}:dev`, 'pr-1'),
      'StateMachineDoesNotExist',
    ],
  ])('is refused for %s', async (_title, act, code) => {
    await expect(act()).rejects.toMatchObject({ name: code });
  });
});
