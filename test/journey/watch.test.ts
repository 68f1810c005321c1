import { AssociateVpcCidrBlockCommand } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { invokeFunction } from '../../local/functions.ts';
import { changeEntry } from './change-entry.ts';
import {
  ANALYTICS_TABLE,
  acceptWith,
  addRoute,
  connectNow,
  letConnect,
  PAYMENTS_TABLE,
  record,
  removeRoute,
  routesIn,
  submitWith,
} from './connecting.ts';
import { ANALYTICS, HOUR, type Journey, PAYMENTS, startJourney } from './journey.ts';

const PEOPLE = ['priya@payments.example', 'anna@analytics.example'] as const;

let journey: Journey;
let id: string;
let pcx: string;
beforeAll(async () => {
  journey = await startJourney();
  await letConnect(journey);
  const request = await submitWith(journey, { routes: true });
  id = request.id;
  pcx = request.vpc_peering_connection_id ?? '';
  await acceptWith(id, 'anna@analytics.example');
  await journey.pass(HOUR);
});
afterAll(() => journey.close());

/** Twice: what is told once isn't told again. */
const watch = async (): Promise<unknown> => {
  const report = await invokeFunction('schedules/watch-connectivity', {});
  await journey.pass(HOUR);
  await invokeFunction('schedules/watch-connectivity', {});
  await journey.pass(HOUR);
  return report;
};

const mailsAbout = async (): Promise<number[]> =>
  Promise.all(
    PEOPLE.map(
      async (person) =>
        (await journey.mailsTo(person, id)).filter((mail) =>
          /^(Connectivity changed|Restore connectivity|Connected again)/.test(mail),
        ).length,
    ),
  );

const changes = async () =>
  (await journey.trail(id)).events.filter(
    ({ type, actor }) => type === 'connectivity-changed' && actor.id === 'WatchConnectivity',
  );

test('nothing has changed: nothing is recorded, and nobody hears of it', async () => {
  expect(await watch()).toEqual({ looked_at: 1, changed: 0, unreachable: 0 });
  expect(await changes()).toEqual([]);
  expect(await mailsAbout()).toEqual([0, 0]);
});

test('an account whose roles don’t let Peerway look is counted, and one that has none isn’t', async () => {
  const { ROLE_ACTIONS, CONNECTING_ROLE_ACTIONS } = await import('../../local/ec2/authorization.ts');
  const blind = () => invokeFunction('schedules/watch-connectivity', {});
  // From a template of before routes were turned on.
  journey.ec2.changeRoles(ANALYTICS, ROLE_ACTIONS);
  expect(await blind()).toEqual({ looked_at: 1, changed: 0, unreachable: 1 });
  await changeEntry(ANALYTICS, { onboarded: false });
  expect(await blind()).toEqual({ looked_at: 1, changed: 0, unreachable: 0 });
  await changeEntry(ANALYTICS, { onboarded: true });
  journey.ec2.changeRoles(ANALYTICS, CONNECTING_ROLE_ACTIONS);
  expect(await blind()).toEqual({ looked_at: 1, changed: 0, unreachable: 0 });
});

test('a route removed by hand is recorded, told once, and not put back', async () => {
  await removeRoute(journey, PAYMENTS_TABLE, '10.21.0.0/16');
  await watch();
  expect(await routesIn(journey, PAYMENTS_TABLE)).toEqual([]);
  const { connectivity, routes } = await record(id);
  expect(connectivity).toMatchObject({
    state: 'partial',
    requester: { state: 'not-connected', problems: [{ finding: 'missing' }] },
    accepter: { state: 'connected' },
  });
  expect(routes?.map(({ side }) => side)).toEqual(['accepter']);
  expect(await changes()).toHaveLength(1);
  expect(await mailsAbout()).toEqual([1, 1]);
});

test('the network team’s digest lists it', async () => {
  await invokeFunction('schedules/digest', {});
  const digest = (await journey.inbox.emails()).find(({ subject }) => subject.includes('digest'));
  expect(digest?.subject).toContain('1 connectivity change since');
  expect(digest?.body.text).toMatch(
    new RegExp(`Connectivity that changed since[^]*partly connected since[^]*${id}`),
  );
});

test('a block added later is missing on the other side', async () => {
  await journey
    .ec2As(ANALYTICS, 'eu-west-1')
    .send(new AssociateVpcCidrBlockCommand({ VpcId: ANALYTICS_TABLE.vpc, CidrBlock: '10.22.0.0/16' }));
  await watch();
  const { connectivity, cidr_blocks } = await record(id);
  expect(connectivity?.requester.problems).toHaveLength(2);
  expect(cidr_blocks?.accepter).toEqual(['10.21.0.0/16', '10.22.0.0/16']);
  expect(await changes()).toHaveLength(2);
  expect(await mailsAbout()).toEqual([2, 2]);
});

test('connecting again mends it, and is no drift', async () => {
  await connectNow(id, 'requester');
  await journey.pass(HOUR);
  await watch();
  expect((await record(id)).connectivity?.state).toBe('connected');
  expect(await changes()).toHaveLength(2);
  expect(await mailsAbout()).toEqual([2, 2]);
});

test('a route by hand where Peerway’s was is theirs: tearing down leaves it', async () => {
  await removeRoute(journey, ANALYTICS_TABLE, '10.1.0.0/16');
  await watch();
  await addRoute(journey, ANALYTICS_TABLE, '10.1.0.0/16', { VpcPeeringConnectionId: pcx });
  await watch();
  expect((await record(id)).connectivity?.state).toBe('connected');
  expect(await mailsAbout()).toEqual([4, 4]);
  await journey.call(PAYMENTS, 'POST', `/peering-requests/${id}/cancel`, {});
  await journey.pass(HOUR);
  expect(await record(id)).toMatchObject({ status: 'deleted', routes: [] });
  expect(await routesIn(journey, ANALYTICS_TABLE)).toEqual([`10.1.0.0/16 → ${pcx} blackhole`]);
  expect(await invokeFunction('schedules/watch-connectivity', {})).toMatchObject({ looked_at: 0 });
});

test('subscribers of the bus hear of each change', async () => {
  const answer = await fetch(`${journey.endpoints.api}/_local/events`);
  const { events } = (await answer.json()) as { events: { 'detail-type': string; detail: object }[] };
  const told = events.filter((event) => event['detail-type'] === 'Peering Request Connectivity Changed');
  // The first task's, and those of the watch and of the later task.
  expect(told).toHaveLength(6);
  expect(told[0]?.detail).toMatchObject({ request_id: id, state: 'connected', accepter_state: 'connected' });
});
