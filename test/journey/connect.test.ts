import { AssociateVpcCidrBlockCommand } from '@aws-sdk/client-ec2';
import { expect, onTestFinished, test } from 'vitest';
import { invokeFunction } from '../../local/functions.ts';
import {
  ANALYTICS_TABLE,
  acceptWith,
  addRoute,
  connectNow,
  dnsOf,
  letConnect,
  PAYMENTS_TABLE,
  record,
  removeRoute,
  routesIn,
  setMode,
  submitWith,
  tagTable,
} from './connecting.ts';
import { ANALYTICS, HOUR, type Journey, PAYMENTS, startJourney } from './journey.ts';

const ANNA = 'anna@analytics.example';
const ALL = { routes: true, dns_resolution: true } as const;
const TGW = { TransitGatewayId: 'tgw-0123456789abcdef0' };

const begin = async (): Promise<Journey> => {
  const journey = await startJourney();
  onTestFinished(() => journey.close());
  await letConnect(journey);
  return journey;
};

const outcomeOf = async (journey: Journey, id: string): Promise<PeeringOutcome> => {
  const { events, chain } = await journey.trail(id);
  expect(chain.valid).toBe(true);
  return { types: events.map(({ type }) => type), events };
};

type PeeringOutcome = { types: string[]; events: Awaited<ReturnType<Journey['trail']>>['events'] };

test('both sides agree: routes and DNS resolution on both, on the record and the trail before people hear of it', async () => {
  const journey = await begin();
  const { id, vpc_peering_connection_id: pcx } = await submitWith(journey, ALL);
  await acceptWith(id, ANNA);
  await journey.pass(HOUR);

  expect(await routesIn(journey, PAYMENTS_TABLE)).toEqual([`10.21.0.0/16 → ${pcx} active`]);
  expect(await routesIn(journey, ANALYTICS_TABLE)).toEqual([`10.1.0.0/16 → ${pcx} active`]);
  expect(await dnsOf(journey, pcx ?? '')).toEqual({ requester: true, accepter: true });
  const connected = await record(id);
  expect(connected).toMatchObject({
    status: 'active',
    connectivity: { state: 'connected', requester: { problems: [] }, accepter: { problems: [] } },
    consents: {
      requester: { destination_cidr_blocks: ['10.21.0.0/16'], dns_resolution: true, by: { kind: 'caller' } },
      accepter: { destination_cidr_blocks: ['10.1.0.0/16'], by: { kind: 'approver', id: ANNA } },
    },
  });
  expect(connected.consents?.requester?.applied_at).toBeDefined();
  expect(connected.consents?.accepter?.applied_at).toBeDefined();
  const { types, events } = await outcomeOf(journey, id);
  const made = events.filter(({ type }) => type === 'routes-created').flatMap(({ routes = [] }) => routes);
  expect(made).toEqual([
    { side: 'requester', route_table_id: PAYMENTS_TABLE.id, destination_cidr_block: '10.21.0.0/16' },
    { side: 'accepter', route_table_id: ANALYTICS_TABLE.id, destination_cidr_block: '10.1.0.0/16' },
  ]);
  expect(types.lastIndexOf('connectivity-changed')).toBeLessThan(types.lastIndexOf('mail-sent'));
});

test('an approver who leaves the box unchecked: the requester’s side alone is connected', async () => {
  const journey = await begin();
  const { id, vpc_peering_connection_id: pcx } = await submitWith(journey, ALL);
  await journey.decide(await journey.linkOf(ANNA, id), 'accept');
  await journey.pass(HOUR);
  expect(await routesIn(journey, PAYMENTS_TABLE)).toEqual([`10.21.0.0/16 → ${pcx} active`]);
  expect(await routesIn(journey, ANALYTICS_TABLE)).toEqual([]);
  expect(await dnsOf(journey, pcx ?? '')).toEqual({ requester: true, accepter: false });
  expect(await record(id)).toMatchObject({
    connectivity: {
      state: 'partial',
      requester: { state: 'connected' },
      accepter: { state: 'not-connected' },
    },
  });
});

test.each([
  ['the directory only advises', () => setMode(ANALYTICS, 'advise'), 'missing'],
  ['no table is managed', (journey: Journey) => tagTable(journey, ANALYTICS_TABLE, 'no'), 'not-managed'],
  [
    'the destination leads elsewhere',
    (journey: Journey) => addRoute(journey, ANALYTICS_TABLE, '10.1.0.0/16', TGW),
    'conflict',
  ],
])('%s: nothing is changed there, and the finding is recorded', async (_, prepare, finding) => {
  const journey = await begin();
  await prepare(journey);
  const before = await routesIn(journey, ANALYTICS_TABLE);
  const { id } = await submitWith(journey, { routes: true });
  await acceptWith(id, ANNA);
  await journey.pass(HOUR);
  expect(await routesIn(journey, ANALYTICS_TABLE)).toEqual(before);
  const { status, connectivity, routes } = await record(id);
  expect(status).toBe('active');
  const problems = connectivity?.accepter.problems.map((step) => step.finding);
  expect(problems).toEqual([finding]);
  expect(connectivity?.state).toBe('partial');
  expect(routes?.map(({ side }) => side)).toEqual(['requester']);
});

test('a role that is gone: its side is unknown, and the request is active all the same', async () => {
  const journey = await begin();
  const { id } = await submitWith(journey, { routes: true });
  journey.ec2.changeRoles(PAYMENTS, {});
  await acceptWith(id, ANNA);
  await journey.pass(HOUR);
  expect(await record(id)).toMatchObject({
    status: 'active',
    connectivity: { requester: { state: 'unknown' } },
  });
});

test('a route removed by hand and a block added later: connecting again adds both, and nothing that is there', async () => {
  const journey = await begin();
  const { id, vpc_peering_connection_id: pcx } = await submitWith(journey, { routes: true });
  await acceptWith(id, ANNA);
  await journey.pass(HOUR);
  await removeRoute(journey, PAYMENTS_TABLE, '10.21.0.0/16');
  await journey
    .ec2As(ANALYTICS, 'eu-west-1')
    .send(new AssociateVpcCidrBlockCommand({ VpcId: ANALYTICS_TABLE.vpc, CidrBlock: '10.22.0.0/16' }));
  await invokeFunction('schedules/sweep', {});
  await journey.pass(HOUR);
  expect(await routesIn(journey, PAYMENTS_TABLE)).toEqual([]);

  await connectNow(id, 'requester', 'accepter');
  await journey.pass(HOUR);
  expect((await routesIn(journey, PAYMENTS_TABLE)).sort()).toEqual([
    `10.21.0.0/16 → ${pcx} active`,
    `10.22.0.0/16 → ${pcx} active`,
  ]);
  expect(await routesIn(journey, ANALYTICS_TABLE)).toEqual([`10.1.0.0/16 → ${pcx} active`]);
  const { cidr_blocks, connectivity, routes } = await record(id);
  expect(cidr_blocks?.accepter).toEqual(['10.21.0.0/16', '10.22.0.0/16']);
  expect(connectivity?.state).toBe('connected');
  expect(routes).toHaveLength(3);
  expect(
    (await journey.mailsTo('priya@payments.example', id)).filter((each) =>
      /^(?:Active|Connected)/.test(each),
    ),
  ).toHaveLength(1);
});

test('a request that asked for nothing can be connected later, one side or both', async () => {
  const journey = await begin();
  const { id, vpc_peering_connection_id: pcx } = await journey.submit();
  await journey.decide(await journey.linkOf(ANNA, id), 'accept');
  await journey.pass(HOUR);
  expect((await record(id)).connectivity).toBeUndefined();
  await connectNow(id, 'accepter');
  await journey.pass(HOUR);
  expect(await routesIn(journey, PAYMENTS_TABLE)).toEqual([]);
  expect(await routesIn(journey, ANALYTICS_TABLE)).toEqual([`10.1.0.0/16 → ${pcx} active`]);
  expect(await record(id)).toMatchObject({
    connectivity: { state: 'partial', requester: { state: 'not-connected' } },
  });
});
