import { afterEach, beforeEach, expect, test } from 'vitest';
import { TABLE, TRANSIT_GATEWAY, VPC } from '../../local/seed.ts';
import { ACROSS, ANALYTICS, HUB, type Journey, PAYMENTS, startJourney } from '../journey/journey.ts';
import { ANALYTICS_ENTRY, ANNA, PRIYA } from './scenes.ts';

const CONNECT = { routes: true, dns_resolution: true };

/** Analytics asks payments, in whose tables much is in the way. */
const IN_THE_WAY = {
  vpc_id: VPC.analyticsUs,
  vpc_region: 'us-east-1',
  peer_vpc_id: VPC.paymentsLegacy,
  peer_owner_id: PAYMENTS,
  peer_region: 'us-east-1',
  justification: 'Old reports.',
  contact_email: ANNA,
};

/** Payments asks analytics, whose tables are free. */
const FREE = {
  ...ACROSS,
  vpc_id: VPC.paymentsLedger,
  vpc_region: 'eu-west-1',
  peer_vpc_id: VPC.analyticsLake,
};

let journey: Journey;
beforeEach(async () => {
  journey = await startJourney();
});
afterEach(() => journey.close());

const ask = async (body: object, account: string, approver: string) => {
  const { id } = await journey.submit({ ...body, connect: CONNECT }, account);
  return { id, link: await journey.linkOf(approver, id) };
};

const open = async (link: string): Promise<string> => (await fetch(link)).text();

const answer = async (link: string, fields: Record<string, string>): Promise<string> => {
  const form_token = /name="form_token" value="([^"]+)"/.exec(await open(link))?.[1] ?? '';
  const response = await fetch(link, {
    method: 'POST',
    body: new URLSearchParams({ form_token, ...fields }),
  });
  return response.text();
};

const textOf = (page: string): string =>
  page
    .replaceAll(/<style>.*?<\/style>|<[^>]*>/gs, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(' ,', ',');

const reasonOf = async (id: string): Promise<string | undefined> =>
  (await journey.trail(id)).events.find(({ type }) => type === 'decision-recorded')?.reason;

test('shows what Peerway would do, table by table, and what is in the way', async () => {
  const { link } = await ask(IN_THE_WAY, ANALYTICS, PRIYA);
  const page = textOf(await open(link));
  expect(page).toContain('analytics also asks for routes to 10.20.0.0/16 and DNS resolution in your VPC.');
  expect(page).toContain('If you consent, Peerway adds this: 3 routes in 3 route tables.');
  expect(page).toContain(
    `Route table ${TABLE.legacyApps} (legacy-apps) + Peerway adds: Route 10.20.0.0/16 to the connection`,
  );
  expect(page).toContain(`except 10.20.64.0/18 (leads to ${TRANSIT_GATEWAY} )`);
  expect(page).toContain(
    `(legacy-transit) ! Left to you: Route table ${TABLE.legacyConflict} (legacy-transit) has a route to 10.20.0.0/16 that leads to ${TRANSIT_GATEWAY}.`,
  );
  expect(page).toContain('as many routes as EC2’s quota allows');
  expect(page).toContain('a connection that isn’t active');
  expect(page).toContain('because DNS support or DNS hostnames are off');
});

test('records what an approver consents to', async () => {
  const { id, link } = await ask(FREE, PAYMENTS, ANNA);
  const page = textOf(await open(link));
  expect(page).toContain('Peerway adds this: 6 routes in 2 route tables, DNS resolution on.');
  const scope = 'routes to 10.4.0.0/16, 100.64.4.0/22, and 2001:db8:4000::/56, and DNS resolution';
  expect(page).toContain(`You’re also asked for ${scope} in your VPC.`);
  expect(page).toContain('If I accept, set up routes and DNS resolution too');

  const refused = await answer(link, { decision: 'reject', comment: '', connect: 'yes' });
  expect(refused).toMatch(/<input type="checkbox"[^>]*\bchecked\b/);
  const accepted = await answer(link, { decision: 'accept', comment: 'Fine: go ahead', connect: 'yes' });
  expect(textOf(accepted)).toContain(`${ANNA} accepted the request, with ${scope}`);
  expect(accepted).toContain('<blockquote dir="auto">Fine: go ahead</blockquote>');
  expect((await journey.request(id)).decision).toMatchObject({
    kind: 'accept',
    comment: 'Fine: go ahead',
    connect: {
      destination_cidr_blocks: ['10.4.0.0/16', '100.64.4.0/22', '2001:db8:4000::/56'],
      dns_resolution: true,
    },
  });
  expect(await reasonOf(id)).toBe(`accept, with ${scope}: Fine: go ahead`);
});

test('leaving the box out accepts the connection alone, and a refused form keeps it out', async () => {
  const { id, link } = await ask(FREE, PAYMENTS, ANNA);
  const refused = await answer(link, { decision: 'reject', comment: '' });
  expect(refused).toContain('<input type="checkbox"');
  expect(refused).not.toMatch(/<input type="checkbox"[^>]*\bchecked\b/);
  await answer(link, { decision: 'accept', comment: '' });
  expect((await journey.request(id)).decision).not.toHaveProperty('connect');
  expect(await reasonOf(id)).toBe('accept');
});

test('an account that is only advised has nothing to consent to, whatever its form says', async () => {
  await journey.call(HUB, 'PUT', `/accounts/${ANALYTICS}`, { ...ANALYTICS_ENTRY, connect: 'advise' });
  const { id, link } = await ask(FREE, PAYMENTS, ANNA);
  const page = await open(link);
  expect(textOf(page)).toContain('Peerway doesn’t change route tables or DNS resolution in analytics.');
  expect(page).not.toContain('type="checkbox"');
  await answer(link, { decision: 'accept', comment: '', connect: 'yes' });
  expect((await journey.request(id)).decision).not.toHaveProperty('connect');
});

test('people are asked without the tables where Peerway has no role', async () => {
  const { link } = await ask(
    { ...ACROSS, peer_vpc_id: VPC.partnerUs, peer_owner_id: '333333333333', peer_region: 'us-east-1' },
    PAYMENTS,
    'pat@partner.example',
  );
  const page = await open(link);
  expect(textOf(page)).toContain('payments also asks for routes to 10.1.0.0/16 and DNS resolution');
  expect(page).not.toContain('type="checkbox"');
});

test('without connect, the page and the trail are as ever', async () => {
  const { id } = await journey.submit();
  const page = await open(await journey.linkOf(ANNA, id));
  expect(page).not.toContain('Routes and DNS resolution');
  expect(page).not.toContain('checkbox');
  const { events } = await journey.trail(id);
  expect(events.map(({ type }) => type)).not.toContain('connect-planned');
});
