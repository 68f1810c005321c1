import { afterAll, beforeAll, expect, test } from 'vitest';
import { VISIBLE } from '../../functions/domain/wording/user-text.ts';
import { invokeFunction } from '../../local/functions.ts';
import { VPC } from '../../local/seed.ts';
import { signedFetch } from '../../local/signed-fetch.ts';
import { ACROSS, ANALYTICS, HOUR, HUB, MINUTE, PARTNER, PAYMENTS } from '../journey/journey.ts';
import { outsidePeerway } from '../journey/outside-connections.ts';
import { type CheckedJourney, startCheckedJourney } from './checked-journey.ts';
import { malformedCalls, type RawCall } from './malformed-calls.ts';
import { type RawItem, type RawTable, rawTable } from './raw-table.ts';
import { rightCalls, type World } from './right-calls.ts';

const SEED = 20_260_302;
const AT_ONCE = 24;
/** Of all calls, each way to be wrong has more than one in so many. */
const KINDS = 25;

/** What is wrong in a field itself, which a schema can say, unlike what is wrong in several together. */
const IN_FIELDS: readonly RawCall['kind'][] = [
  'a field of another form',
  'several such fields',
  'a field missing',
  'a field too many',
  'a query of another form',
];

const isInFields = ({ kind, path }: RawCall): boolean => {
  const [, query = ''] = path.split('?');
  // A cursor's signature is in no schema.
  return IN_FIELDS.includes(kind) && !/&|^cursor=/.test(query);
};

/** No pattern of the document, which every tool has to understand, can tell texts of only invisible characters. */
const hasInvisibleText = ({ body }: RawCall): boolean =>
  Object.values((JSON.parse(body?.toString() || '{}') as object | null) ?? {}).some(
    (value) => typeof value === 'string' && value.trim() !== '' && !VISIBLE.test(value),
  );

/** So many malformed calls are refused, and what is right beside them is not. */
export const testMalformed = (count: number): void => {
  let journey: CheckedJourney;
  let table: RawTable;
  let world: World;
  beforeAll(async () => {
    journey = await startCheckedJourney({ limits: { submissions_per_hour: 2 * count } });
    table = rawTable(journey.endpoints.dynamodb);
    const { id: ended } = await journey.submit();
    await journey.call(PAYMENTS, 'POST', `/peering-requests/${ended}/cancel`, {});
    await journey.pass(HOUR);
    const toPartner = { peer_vpc_id: VPC.partnerUs, peer_owner_id: PARTNER, peer_region: 'us-east-1' };
    const { id: pending } = await journey.submit({ ...ACROSS, ...toPartner });
    const { id: decidable } = await journey.submit({
      ...ACROSS,
      vpc_id: VPC.paymentsEu,
      vpc_region: 'eu-west-1',
    });
    const { id: ending } = await journey.submit({
      ...ACROSS,
      vpc_id: VPC.paymentsLedger,
      vpc_region: 'eu-west-1',
      peer_vpc_id: VPC.analyticsLake,
      active_for: 'P30D',
    });
    await journey.decide(await journey.linkOf('anna@analytics.example', ending), 'accept');
    await journey.pass(5 * MINUTE);
    const outside = outsidePeerway(journey);
    const vpcs = await outside.createVpcs();
    const [from, to] = [PAYMENTS, ANALYTICS].map((owner) => vpcs.find(({ account }) => account === owner));
    if (!from || !to) throw new Error('no VPCs');
    const made = await outside.create(from, to);
    await journey.pass(MINUTE);
    await outside.accept(made);
    await journey.pass(MINUTE);
    outside.close();
    await invokeFunction('schedules/update-register', {});
    const { id: found } = made;
    world = { pending, decidable, ended, ending, found };
    // The secret of the cursors is made with the first of them.
    await journey.call(PAYMENTS, 'GET', '/peering-requests?limit=1');
  });
  afterAll(() => journey.close());

  const send = ({ account, method, path, headers, body }: RawCall): Promise<Response> => {
    const init = { method, headers, ...(body !== undefined && { body }) };
    const url = journey.endpoints.api + path;
    return account ? signedFetch(account, url, init) : fetch(url, init);
  };

  const isGateways = (status: number, body: unknown): boolean =>
    status === 403 && typeof body === 'object' && body !== null && Object.keys(body).join() === 'message';

  /** What is wrong with the answer to a malformed call, if anything is. */
  const complaint = async (call: RawCall, response: Response): Promise<string | undefined> => {
    const text = await response.text();
    const { status, headers } = response;
    if (status < 400 || status > 499) return `status ${status}: ${text}`;
    const { pathname } = new URL(call.path, journey.endpoints.api);
    const isNowhere = status === 404 && (text.includes(`${call.method} ${pathname}`) || pathname === '/');
    if (isNowhere) nowhere[call.kind] = (nowhere[call.kind] ?? 0) + 1;
    // Who opens a link is a person, and is answered with a page.
    const isPage = headers.get('content-type')?.startsWith('text/html');
    if (isPage && (isNowhere || call.kind === 'no link' || call.kind === 'no route')) return undefined;
    const body = JSON.parse(text) as { success?: unknown };
    const sent = { method: call.method, path: call.path, ...(call.body && { body: call.body.toString() }) };
    if (isGateways(status, body)) {
      gateways[call.kind] = (gateways[call.kind] ?? 0) + 1;
      journey.document.check(sent, { status, headers, body });
      return undefined;
    }
    if (body.success !== false) return `no envelope: ${text}`;
    if (isNowhere) return undefined;
    journey.document.check(sent, { status, headers, body });
    const isTold = !isInFields(call) || hasInvisibleText(call) || !journey.document.allows(sent);
    return isTold ? undefined : 'the document allows it';
  };

  type Complaint = { times: number; first: string };

  const gateways: Record<string, number> = {};
  const nowhere: Record<string, number> = {};

  const show = ({ account, method, path, headers, body }: RawCall): string =>
    JSON.stringify({ account, method, path, headers, body: body?.toString().slice(0, 300) });

  test(`${count} malformed calls (seed ${SEED}) are refused in the envelope, and nothing is written`, async () => {
    const calls = malformedCalls(world, count, SEED);
    const before: RawItem[] = await table.dump();
    const ec2Before = journey.ec2.calls().length;

    const complaints: Record<string, Complaint> = {};
    const counts: Record<string, number> = {};
    const waiting = calls.values();
    const worker = async () => {
      for (const call of waiting) {
        counts[call.kind] = (counts[call.kind] ?? 0) + 1;
        const wrong = await send(call)
          .then((response) => complaint(call, response))
          .catch(String);
        if (!wrong) continue;
        complaints[call.kind] ??= { times: 0, first: `${show(call)} → ${wrong}` };
        (complaints[call.kind] as Complaint).times++;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));

    expect(complaints).toEqual({});
    expect(await table.dump()).toEqual(before);
    expect(journey.ec2.calls().slice(ec2Before)).toEqual([]);

    for (const each of Object.values(counts)) expect(each).toBeGreaterThan(count / KINDS);
    // What API Gateway refuses itself never reaches us: it answers in its own words, and only there.
    expect(gateways).toEqual({ 'no signature': counts['no signature'] });
    const { 'no route': _, 'an id of another form': noPath = 0, ...others } = nowhere;
    expect(others).toEqual({});
    expect(noPath).toBeLessThan(0.2 * (counts['an id of another form'] ?? 0));
  });

  test('the same calls with nothing wrong in them are taken', async () => {
    const answers = [];
    for (const { account, method, path, body } of Object.values(rightCalls(world))) {
      answers.push((await journey.call(account, method, path, body)).status);
    }
    expect(answers).toEqual([201, 200, 200, 200, 201, 200, 200, 200]);
    expect((await journey.call(HUB, 'GET', '/accounts/555555555555')).status).toBe(200);
  });
};
