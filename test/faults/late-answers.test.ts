import { expect, onTestFinished, test } from 'vitest';
import type { Connect } from '../../functions/domain/request/connect.ts';
import { invokeFunction } from '../../local/functions.ts';
import type { StackOptions } from '../../local/stack.ts';
import { gatherEvidence, tableOf } from './evidence.ts';
import { type FaultyStack, startFaultyStack } from './faulty-stack.ts';
import { violations } from './invariants/check.ts';
import { ANALYTICS, newPair, PAYMENTS } from './pair-of-vpcs.ts';
import { People } from './people.ts';
import { routesOf } from './shown-routes.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const ANNA = 'anna@analytics.example';

type World = { stack: FaultyStack; people: People; wait: (seconds: number) => Promise<void> };

/** A request whose VPCs are to be connected, and that its approver has accepted. */
const accepted = async (
  connect: Connect,
  ec2: StackOptions['ec2'],
  before: (world: World) => void,
): Promise<World> => {
  const stack = await startFaultyStack({ ec2 });
  onTestFinished(() => stack.close());
  const wait = (seconds: number) => stack.local.clock.advance(seconds * 1000);
  const people = new People('late', stack, wait);
  const pair = await newPair(stack, { requester: PAYMENTS, accepter: ANALYTICS });
  await people.submit(PAYMENTS, pair, { ...(connect && { connect }) });
  before({ stack, people, wait });
  await people.decide(ANNA, 'accept');
  await wait(2 * MINUTE);
  return { stack, people, wait };
};

test('killed between EC2’s answer and the trail: the next run records that Peerway turned DNS resolution on, once', async () => {
  let kills = 0;
  const { stack, people, wait } = await accepted({ dns_resolution: true }, {}, (world) =>
    world.stack.layer.setRule(({ operation }) => {
      if (operation !== 'ModifyVpcPeeringConnectionOptions' || kills > 0) return undefined;
      kills += 1;
      return 'killed-after';
    }),
  );
  expect(kills).toBe(1);
  await wait(20 * MINUTE);
  await invokeFunction('schedules/sweep', {});
  await wait(HOUR);
  const record = await people.record();
  expect(record).toMatchObject({ connectivity: { state: 'connected' }, dns_asked_at: {} });
  const events = await tableOf(stack).requests.events(record.id);
  const about = (type: string) => events.filter((each) => each.type === type).map(({ reason }) => reason);
  const both = [`account ${PAYMENTS}`, `account ${ANALYTICS}`];
  expect(about('dns-resolution-asked-for')).toEqual(both);
  expect(about('dns-resolution-turned-on')).toEqual(both);
});

test('a route that EC2 shows only after minutes is removed all the same, when the connection is torn down at once', async () => {
  const { stack, people, wait } = await accepted(
    { routes: true },
    { routeLagSeconds: 5 * MINUTE },
    () => undefined,
  );
  expect((await people.record()).routes).toHaveLength(2);
  await people.cancel(PAYMENTS);
  await wait(20 * MINUTE);
  for (let sweep = 0; sweep < 3; sweep++) {
    await invokeFunction('schedules/sweep', {});
    await wait(15 * MINUTE);
  }
  const record = await people.record();
  expect(record).toMatchObject({ status: 'deleted', routes: [] });
  expect(routesOf(stack, record).filter(({ leadsTo }) => leadsTo.startsWith('pcx-'))).toEqual([]);
  const evidence = await gatherEvidence(stack, [record.id], () => 0);
  expect(
    [...evidence.values()].flatMap((each) => violations(each, { acknowledged: [], approvers: [] })),
  ).toEqual([]);
});
