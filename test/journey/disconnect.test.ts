import { DeleteVpcPeeringConnectionCommand } from '@aws-sdk/client-ec2';
import { expect, onTestFinished, test } from 'vitest';
import { invokeFunction } from '../../local/functions.ts';
import { jsonOf, type Run, runPeerway } from '../cli/run-peerway.ts';
import {
  ANALYTICS_TABLE,
  acceptWith,
  addRoute,
  letConnect,
  PAYMENTS_TABLE,
  record,
  removeRoute,
  routesIn,
  submitWith,
  tagTable,
} from './connecting.ts';
import { ANALYTICS, HOUR, type Journey, MINUTE, PAYMENTS, startJourney } from './journey.ts';

const TGW = 'tgw-0123456789abcdef0';

const begin = async (): Promise<{ journey: Journey; id: string; pcx: string }> => {
  const journey = await startJourney();
  onTestFinished(() => journey.close());
  await letConnect(journey);
  const { id, vpc_peering_connection_id } = await submitWith(journey, { routes: true });
  await acceptWith(id, 'anna@analytics.example');
  await journey.pass(HOUR);
  expect((await record(id)).connectivity?.state).toBe('connected');
  return { journey, id, pcx: vpc_peering_connection_id ?? '' };
};

const tearDown = async (journey: Journey, id: string): Promise<void> => {
  const cancelled = await journey.call(PAYMENTS, 'POST', `/peering-requests/${id}/cancel`, {});
  expect(cancelled.status).toBe(200);
  await journey.pass(HOUR);
};

const deleteOutside = async (journey: Journey, pcx: string): Promise<void> => {
  await journey
    .ec2As(ANALYTICS, 'eu-west-1')
    .send(new DeleteVpcPeeringConnectionCommand({ VpcPeeringConnectionId: pcx }));
  await journey.pass(MINUTE);
  await invokeFunction('schedules/sweep', {});
  await journey.pass(HOUR);
};

test('tearing down removes our routes on both sides before the connection, and no others', async () => {
  const { journey, id } = await begin();
  await addRoute(journey, PAYMENTS_TABLE, '10.99.0.0/16', { TransitGatewayId: TGW });
  await tearDown(journey, id);
  expect(await record(id)).toMatchObject({ status: 'deleted', routes: [] });
  expect(await routesIn(journey, PAYMENTS_TABLE)).toEqual([`10.99.0.0/16 → ${TGW} active`]);
  expect(await routesIn(journey, ANALYTICS_TABLE)).toEqual([]);
  const { events, chain } = await journey.trail(id);
  expect(chain.valid).toBe(true);
  const types = events.map(({ type, to_status }) => (to_status === 'deleted' ? 'deleted' : type));
  expect(types.lastIndexOf('routes-removed')).toBeLessThan(types.indexOf('deleted'));
  const removed = events.filter(({ type }) => type === 'routes-removed').flatMap(({ routes = [] }) => routes);
  expect(removed.map(({ side }) => side)).toEqual(['requester', 'accepter']);
  // What was last found says nothing of a connection that is gone.
  expect((await journey.request(id)).connectivity).toBeNull();
  const trail = await runPeerway(['audit', id, '--table'], {
    endpoint: journey.endpoints.api,
    account: PAYMENTS,
  });
  const place = `${PAYMENTS_TABLE.id} → 10.21.0.0/16`;
  // Asked for, created and removed.
  expect(trail.stdout.split(place)).toHaveLength(4);
});

test('both sides get the same trail, which each can verify: it names our routes, and none of others', async () => {
  const { journey, id } = await begin();
  await addRoute(journey, PAYMENTS_TABLE, '10.99.0.0/16', { TransitGatewayId: TGW });
  await tearDown(journey, id);
  const audit = (account: string) => runPeerway(['audit', id], { endpoint: journey.endpoints.api, account });
  const [ours, theirs] = [await audit(PAYMENTS), await audit(ANALYTICS)];
  expect([ours.code, theirs.code]).toEqual([0, 0]);
  const trailOf = (run: Run) => jsonOf<{ events: unknown[] }>(run);
  expect(trailOf(theirs).events).toEqual(trailOf(ours).events);
  expect(theirs.stdout).toContain(PAYMENTS_TABLE.id);
  expect(theirs.stdout).not.toContain('10.99.0.0/16');
  expect(theirs.stdout).not.toContain(TGW);
});

test('a connection deleted outside leaves blackholes: the sweep has ours removed', async () => {
  const { journey, id, pcx } = await begin();
  await deleteOutside(journey, pcx);
  expect(await record(id)).toMatchObject({ status: 'deleted', routes: [], concluded_as: 'deleted' });
  expect(await routesIn(journey, PAYMENTS_TABLE)).toEqual([]);
  expect(await routesIn(journey, ANALYTICS_TABLE)).toEqual([]);
});

test('a route that somebody led elsewhere is theirs, and stays', async () => {
  const { journey, id } = await begin();
  await removeRoute(journey, PAYMENTS_TABLE, '10.21.0.0/16');
  await addRoute(journey, PAYMENTS_TABLE, '10.21.0.0/16', { TransitGatewayId: TGW });
  await tearDown(journey, id);
  expect(await routesIn(journey, PAYMENTS_TABLE)).toEqual([`10.21.0.0/16 → ${TGW} active`]);
  expect(await record(id)).toMatchObject({ status: 'deleted', routes: [] });
});

test('a table that isn’t managed any more keeps its route, which stays on the record with the reason', async () => {
  const { journey, id, pcx } = await begin();
  await tagTable(journey, ANALYTICS_TABLE, 'no');
  await tearDown(journey, id);
  expect(await routesIn(journey, ANALYTICS_TABLE)).toEqual([`10.1.0.0/16 → ${pcx} blackhole`]);
  expect(await record(id)).toMatchObject({
    status: 'deleted',
    concluded_as: 'deleted',
    routes: [{ side: 'accepter', left_because: 'UnauthorizedOperation' }],
  });
});
