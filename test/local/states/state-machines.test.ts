import {
  CreateStateMachineCommand,
  DescribeStateMachineCommand,
  ListStateMachinesCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startClock } from '../../../local/clock.ts';
import { startStates } from '../../../local/states/server.ts';
import { DECISION, type Fixture, invoke, machine, openFixture, ROLE_ARN } from './fixture.ts';

let fixture: Fixture;
beforeEach(async () => {
  fixture = await openFixture(DECISION);
});
afterEach(() => fixture.close());

const token = (index = 0) => String(fixture.tokens[index]);

describe('a state machine', () => {
  const update = (text: string) =>
    fixture.client.send(
      new UpdateStateMachineCommand({ stateMachineArn: fixture.stateMachineArn, definition: text }),
    );

  it('that is updated leaves what runs to its old definition', async () => {
    const running = await fixture.start({});
    const next = JSON.stringify(machine({ Type: 'Pass', Result: { updated: true }, End: true }));
    await update(next);
    const started = await fixture.start({});
    expect(await fixture.describe(started)).toEqual({ status: 'SUCCEEDED', output: { updated: true } });
    await fixture.succeed(token(), { old: true });
    expect(await fixture.describe(running)).toEqual({ status: 'SUCCEEDED', output: { old: true } });
    const described = await fixture.client.send(
      new DescribeStateMachineCommand({ stateMachineArn: fixture.stateMachineArn }),
    );
    expect(described).toMatchObject({
      name: 'machine',
      status: 'ACTIVE',
      type: 'STANDARD',
      definition: next,
    });
  });

  it('is created once, and listed', async () => {
    const create = (rest: object) =>
      fixture.client.send(
        new CreateStateMachineCommand({
          name: 'other',
          roleArn: ROLE_ARN,
          definition: JSON.stringify(DECISION),
          ...rest,
        }),
      );
    const { stateMachineArn } = await create({});
    expect((await create({})).stateMachineArn).toBe(stateMachineArn);
    const changed = create({ definition: JSON.stringify(machine({ Type: 'Succeed' })) });
    await expect(changed).rejects.toMatchObject({ name: 'StateMachineAlreadyExists' });
    const { stateMachines } = await fixture.client.send(new ListStateMachinesCommand({}));
    expect(stateMachines?.map(({ name }) => name)).toEqual(['machine', 'other']);
  });

  it.each([
    ['no JSON', '{'],
    ['no states', '{"StartAt":"First"}'],
    ['a state that leads nowhere', JSON.stringify(machine({ Type: 'Pass', Next: 'Nowhere' }))],
    [
      'a resource that does not run here',
      JSON.stringify(
        machine(
          invoke('f', {
            Resource: 'arn:aws:states:::sqs:sendMessage',
            End: true,
          }),
        ),
      ),
    ],
  ])('is refused for %s', async (_, text) => {
    await expect(update(text)).rejects.toMatchObject({ name: 'InvalidDefinition' });
  });

  it('keeps to the clock of its own stack', async () => {
    const clock = startClock({ speed: 0, startAt: new Date(0), global: false });
    const other = await startStates({
      clock,
      region: 'us-east-1',
      accountId: '999999999999',
      stateMachines: [{ name: 'machine', definition: machine({ Type: 'Wait', Seconds: 60, End: true }) }],
      invoke: async () => null,
    });
    await fixture.close();
    fixture = await openFixture(machine({ Type: 'Wait', Seconds: 60, End: true }));
    const arn = await fixture.start();
    await clock.advance(3_600_000);
    expect((await fixture.describe(arn)).status).toBe('RUNNING');
    await fixture.clock.advance(60_000);
    await fixture.clock.idle();
    expect((await fixture.describe(arn)).status).toBe('SUCCEEDED');
    await other.close();
    clock.close();
  });

  it('names a port that is in use', async () => {
    const port = Number(new URL(fixture.states.url).port);
    const { clock } = fixture;
    const options = { port, clock, region: 'us-east-1', accountId: '1', stateMachines: [] };
    await expect(startStates({ ...options, invoke: async () => null })).rejects.toThrow(
      `Step Functions can't start: port ${port} is already in use`,
    );
  });
});
