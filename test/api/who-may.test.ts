import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_ROUTE, type HttpRoute, ROUTES, routeKey } from '../../functions/routes.ts';
import { VPC } from '../../local/seed.ts';
import { signedFetch } from '../../local/signed-fetch.ts';
import { ACROSS, ANALYTICS, DAY, HOUR, HUB, MINUTE, PARTNER, PAYMENTS } from '../journey/journey.ts';
import { boardLink, linkIn, requestLink } from '../pages/mail-link.ts';
import { type CheckedJourney, startCheckedJourney } from './checked-journey.ts';
import type { Page } from './list-reader.ts';
import { rawTable } from './raw-table.ts';
import { callOf, nameOf, SIGNED_ROUTES } from './route-calls.ts';
import { wording } from './wording.ts';

const ADA = 'ada@analytics.example';
const ANNA = 'anna@analytics.example';
const ARUN = 'arun@analytics.example';
const PRIYA = ACROSS.contact_email;
const ESCALATION = 'head-of-data@analytics.example';
const STRANGER = '444444444444';

/**
 * Members sign their calls. The people with links don't: Ada approves, Arun did when the request was submitted and
 * is out of the directory now, Priya is the request's contact, and the reader has the link that a member created.
 */
const PEOPLE = [
  'requester',
  'accepter',
  'stranger',
  'network team',
  'approver',
  'former approver',
  'contact',
  'reader',
  'anonymous',
] as const;
type Person = (typeof PEOPLE)[number];

const ACCOUNTS: Partial<Record<Person, string>> = {
  requester: PAYMENTS,
  accepter: ANALYTICS,
  stranger: PARTNER,
  'network team': HUB,
};

/** What the request is when the route is called. Where it has ended, the two VPCs are free. */
type State = 'none' | 'pending' | 'active' | 'ended';

/** A status, and whether the answer shows the request where one would expect it not to, or the reverse. */
type Answer = number | { status: number; shows: boolean };

const EMPTY: Answer = { status: 200, shows: false };
const LINK: Answer = { status: 201, shows: false };
/** The page says what the person may not do, below what they may see. */
const REFUSED: Answer = { status: 403, shows: true };

type Row = readonly [route: string, when: State, ...answers: readonly Answer[]];

const publicly = (route: string, status: number): Row => [
  route,
  'pending',
  ...PEOPLE.map(() => ({ status, shows: false })),
];

/** Those who may have a link to read a request. The answer itself shows nothing but the link. */
const MAY_READ: readonly Answer[] = [LINK, LINK, 404, LINK, 403, 403, 403, 403, 403];

/** Who may do what: a column for each of PEOPLE, in that order. */
const MAY: readonly Row[] = [
  ['POST /peering-requests', 'ended', 201, 403, 403, 201, 403, 403, 403, 403, 403],
  ['POST /peering-requests/preflight', 'ended', 200, 403, 403, 200, 403, 403, 403, 403, 403],
  ['GET /peering-requests', 'pending', 200, 200, EMPTY, 200, 403, 403, 403, 403, 403],
  ['HEAD /peering-requests', 'pending', 200, 200, 200, 200, 403, 403, 403, 403, 403],
  ['GET /peering-requests/{id}', 'pending', 200, 200, 404, 200, 403, 403, 403, 403, 403],
  ['HEAD /peering-requests/{id}', 'pending', 200, 200, 404, 200, 403, 403, 403, 403, 403],
  ['GET /peering-requests/{id}/events', 'pending', 200, 200, 404, 200, 403, 403, 403, 403, 403],
  ['HEAD /peering-requests/{id}/events', 'pending', 200, 200, 404, 200, 403, 403, 403, 403, 403],
  ['GET /peering-requests/{id}/connectivity', 'pending', 200, 200, 404, 200, 403, 403, 403, 403, 403],
  ['GET /peering-requests/{id}/connectivity', 'active', 200, 200, 404, 200, 403, 403, 403, 403, 403],
  ['HEAD /peering-requests/{id}/connectivity', 'active', 200, 200, 404, 200, 403, 403, 403, 403, 403],
  ['POST /peering-requests/{id}/connect', 'active', 200, 200, 404, 200, 403, 403, 403, 403, 403],
  ['POST /peering-requests/{id}/cancel', 'pending', 200, 403, 404, 200, 403, 403, 403, 403, 403],
  ['POST /peering-requests/{id}/cancel', 'active', 200, 200, 404, 200, 403, 403, 403, 403, 403],
  ['POST /peering-requests/{id}/decision', 'pending', 403, 403, 404, 403, 403, 403, 403, 403, 403],
  ['POST /peering-requests/{id}/extension', 'active', 200, 403, 404, 200, 403, 403, 403, 403, 403],
  ['POST /peering-requests/{id}/resubmit', 'ended', 201, 403, 404, 201, 403, 403, 403, 403, 403],
  ['POST /peering-requests/{id}/links', 'pending', ...MAY_READ],
  ['POST /peering-requests/{id}/links', 'ended', ...MAY_READ],
  ['GET /connections', 'pending', EMPTY, EMPTY, EMPTY, EMPTY, 403, 403, 403, 403, 403],
  ['HEAD /connections', 'pending', 200, 200, 200, 200, 403, 403, 403, 403, 403],
  ['POST /connections/{connection_id}/adopt', 'pending', 403, 403, 403, 404, 403, 403, 403, 403, 403],
  ['GET /accounts', 'pending', 403, 403, 403, 200, 403, 403, 403, 403, 403],
  ['HEAD /accounts', 'pending', 403, 403, 403, 200, 403, 403, 403, 403, 403],
  ['GET /accounts/{account_id}', 'pending', 403, 403, 403, 200, 403, 403, 403, 403, 403],
  ['HEAD /accounts/{account_id}', 'pending', 403, 403, 403, 200, 403, 403, 403, 403, 403],
  ['PUT /accounts/{account_id}', 'pending', 403, 403, 403, 200, 403, 403, 403, 403, 403],
  ['DELETE /accounts/{account_id}', 'pending', 403, 403, 403, 200, 403, 403, 403, 403, 403],
  ['GET /accounts/{account_id}/events', 'pending', 403, 403, 403, 200, 403, 403, 403, 403, 403],
  ['GET /directory', 'pending', 403, 403, 403, 200, 403, 403, 403, 403, 403],
  ['PUT /directory', 'pending', 403, 403, 403, 200, 403, 403, 403, 403, 403],
  ['GET /directory/events', 'pending', 403, 403, 403, 200, 403, 403, 403, 403, 403],
  ['POST /board-links', 'pending', 403, 403, 403, 201, 403, 403, 403, 403, 403],
  ['GET /caller', 'pending', EMPTY, EMPTY, EMPTY, EMPTY, 403, 403, 403, 403, 403],
  ['HEAD /caller', 'pending', 200, 200, 200, 200, 403, 403, 403, 403, 403],
  ['GET /decisions/{token}', 'pending', 404, 404, 404, 404, 200, 200, 404, 404, 404],
  ['HEAD /decisions/{token}', 'pending', 404, 404, 404, 404, 200, 200, 404, 404, 404],
  ['POST /decisions/{token}', 'pending', 404, 404, 404, 404, 303, REFUSED, 404, 404, 404],
  ['POST /decisions/{token}/list', 'pending', 404, 404, 404, 404, 303, 303, 404, 404, 404],
  ['GET /status/{token}', 'pending', 404, 404, 404, 404, 404, 404, 200, 200, 404],
  ['HEAD /status/{token}', 'pending', 404, 404, 404, 404, 404, 404, 200, 200, 404],
  ['POST /status/{token}', 'pending', 404, 404, 404, 404, 404, 404, REFUSED, 404, 404],
  ['POST /status/{token}', 'ended', 404, 404, 404, 404, 404, 404, 303, 404, 404],
  ['POST /extensions/{token}', 'active', 404, 404, 404, 404, 404, 404, 303, 404, 404],
  ['POST /withdrawals/{token}', 'pending', 404, 404, 404, 404, 404, 404, 303, 404, 404],
  ['POST /withdrawals/{token}', 'active', 404, 404, 404, 404, 404, 404, REFUSED, 404, 404],
  ['POST /withdrawals/{token}', 'ended', 404, 404, 404, 404, 404, 404, REFUSED, 404, 404],
  ['GET /absences/{token}', 'pending', 404, 404, 404, 404, 200, EMPTY, 404, 404, 404],
  ['HEAD /absences/{token}', 'pending', 404, 404, 404, 404, 200, 200, 404, 404, 404],
  ['POST /absences/{token}', 'pending', 404, 404, 404, 404, 303, REFUSED, 404, 404, 404],
  // None of these people has a link to a review: test/journey/reviews.test.ts has who may do what with one.
  ['GET /reviews/{token}', 'pending', 404, 404, 404, 404, 404, 404, 404, 404, 404],
  ['HEAD /reviews/{token}', 'pending', 404, 404, 404, 404, 404, 404, 404, 404, 404],
  ['POST /reviews/{token}', 'pending', 404, 404, 404, 404, 404, 404, 404, 404, 404],
  ['GET /board/{token}', 'pending', 404, 404, 404, 200, 404, 404, 404, 404, 404],
  ['HEAD /board/{token}', 'pending', 404, 404, 404, 200, 404, 404, 404, 404, 404],
  ['GET /board/{token}/requests/{id}', 'pending', 404, 404, 404, 200, 404, 404, 404, 404, 404],
  ['HEAD /board/{token}/requests/{id}', 'pending', 404, 404, 404, 200, 404, 404, 404, 404, 404],
  publicly('GET /openapi.json', 200),
  publicly('HEAD /openapi.json', 200),
  publicly('GET /directory.schema.json', 200),
  publicly('GET /docs', 200),
  publicly('HEAD /docs', 200),
  publicly('GET /health', 200),
  publicly('HEAD /health', 200),
  publicly('$default', 404),
];

const BODIES: Record<string, object> = {
  'POST /peering-requests': { ...ACROSS, vpc_owner_id: PAYMENTS },
  'POST /peering-requests/preflight': { ...ACROSS, vpc_owner_id: PAYMENTS },
  'POST /peering-requests/{id}/decision': { decision: 'accept' },
  'POST /peering-requests/{id}/extension': { extends_by: 'P7D', reason: 'a week longer' },
  'PUT /accounts/{account_id}': { name: 'analytics', approvers: [ADA], onboarded: true },
  'PUT /directory': { directory: {}, dry_run: true },
};

/** A person's link, and the token of the form that its page showed at first, if it had one. */
type Link = { url: string; form_token: string | undefined };

let journey: CheckedJourney;
let now: State = 'none';
let id: string;
let connection: string | null;
let links: Partial<Record<Person, Link>>;

const putAnalytics = (...approvers: string[]) =>
  journey.call(HUB, 'PUT', `/accounts/${ANALYTICS}`, {
    name: 'analytics',
    approvers,
    onboarded: true,
    connect: 'apply',
  });

const formTokenOf = async (url: string): Promise<string | undefined> =>
  /name="form_token" value="([^"]+)"/.exec(await (await fetch(url)).text())?.[1];

const linkOf = async (url: string): Promise<Link> => ({ url, form_token: await formTokenOf(url) });

const submit = async (): Promise<void> => {
  await putAnalytics(ADA, ARUN);
  ({ id, vpc_peering_connection_id: connection } = await journey.submit({ ...ACROSS, active_for: 'P30D' }));
  links = {
    approver: await linkOf(await linkIn(journey, ADA, id, 'decisions')),
    'former approver': await linkOf(await linkIn(journey, ARUN, id, 'decisions')),
    contact: await linkOf(await linkIn(journey, PRIYA, id, 'status')),
    reader: await linkOf(await requestLink(journey, PAYMENTS, id)),
    'network team': await linkOf(await boardLink(journey)),
  };
  await putAnalytics(ADA);
  now = 'pending';
};

/** Withdraws the request, or has its connection deleted. */
const end = async (): Promise<void> => {
  await journey.pass(5 * MINUTE);
  const { body } = await journey.call<Page>(HUB, 'GET', '/peering-requests?limit=1');
  if (body.success) id = body.data.items[0]?.id ?? id;
  await journey.call(HUB, 'POST', `/peering-requests/${id}/cancel`, {});
  await journey.pass(5 * MINUTE);
  now = 'ended';
};

const reach = async (wanted: State): Promise<void> => {
  if (wanted === now) return;
  if (now === 'active' || (now === 'pending' && wanted === 'ended')) await end();
  if (now === 'none' || (now === 'ended' && wanted !== 'ended')) await submit();
  if (wanted === 'active') {
    await journey.decide(links.approver?.url ?? '', 'accept');
    await journey.pass(5 * MINUTE);
    now = 'active';
  }
};

const call = async (person: Person, route: HttpRoute): Promise<Response> => {
  const name = routeKey(route);
  const params: Record<string, string> = {
    id,
    // Nobody has such a connection.
    connection_id: 'pcx-0123456789abcdef0',
    // Who has no link to this page tries theirs to another, or a guess.
    token: links[person]?.url.split('/').at(-1) ?? 'A'.repeat(43),
    // Nothing else here is of this account.
    account_id: route.method === 'DELETE' ? PARTNER : ANALYTICS,
  };
  const path =
    route === DEFAULT_ROUTE
      ? '/nothing'
      : route.path.replaceAll(/\{(\w+)\}/g, (_, key: string) => params[key] ?? key);
  const url = journey.endpoints.api + path;
  const method = route.method === 'ANY' ? 'GET' : route.method;
  if (route.authorizer === 'none' && method === 'POST') {
    const form_token = (await formTokenOf(url)) ?? links[person]?.form_token ?? 'none';
    const more = { extends_by: '604800', reason: 'a week longer' };
    const fields = { decision: 'accept', change: 'back', comment: '', form_token, ...more };
    return fetch(url, { method, body: new URLSearchParams(fields), redirect: 'manual' });
  }
  const body = BODIES[name] ?? (method === 'POST' ? {} : undefined);
  const init = { method, ...(body && { body: JSON.stringify(body) }) };
  const account = ACCOUNTS[person];
  return account ? signedFetch(account, url, init) : fetch(url, init);
};

const cells = MAY.flatMap(([name, when, ...answers]) =>
  PEOPLE.map((person, column) => {
    const answer = answers[column] ?? 0;
    const { status, shows } = typeof answer === 'number' ? { status: answer, shows: answer < 400 } : answer;
    return { name, when, person, status, shows };
  }),
);

/** The calls after which the request is another one, or in another state. */
const CHANGES =
  /^POST .*(?:requests|resubmit|cancel|connect|extension|(?:status|withdrawals|extensions)\/\{token\}|decisions\/\{token\})$/;

describe('who may do what', () => {
  beforeAll(async () => {
    journey = await startCheckedJourney();
    await reach('pending');
  });
  afterAll(() => journey.close());

  test('is said of every route', () => {
    const routes = [...ROUTES, DEFAULT_ROUTE].map(routeKey);
    expect([...new Set(MAY.map(([name]) => name))].sort()).toEqual([...routes].sort());
  });

  test.each(cells)('$person, $name, $when: $status', async ({ name, when, person, status, shows }) => {
    await reach(when);
    const route = [...ROUTES, DEFAULT_ROUTE].find((known) => routeKey(known) === name) ?? DEFAULT_ROUTE;
    const table = rawTable(journey.endpoints.dynamodb);
    const before = await table.dump();
    const response = await call(person, route);
    const text = await response.text();
    expect(response.status).toBe(status);
    const secrets = [ACROSS.justification, ADA, ...(connection ? [connection] : [])];
    if (!shows) expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    if (shows && route.method === 'GET') {
      expect([id, ...secrets].filter((secret) => text.includes(secret))).not.toEqual([]);
    }
    if (status >= 400) expect(await table.dump()).toEqual(before);
    else if (CHANGES.test(name)) await end();
  });
});

const NO_REQUEST = 'pr-01KJQ3Z9V8A1B2C3D4E5F6G7H8';
const NO_ACCOUNT = '888888888888';

describe('a request of others is answered like one that does not exist', () => {
  beforeAll(async () => {
    journey = await startCheckedJourney();
    ({ id } = await journey.submit());
  });
  afterAll(() => journey.close());

  const routes = SIGNED_ROUTES.filter(({ path }) => path.includes('{'));

  describe.each([
    ['an account that is no side', PARTNER],
    ['an account that nobody knows', STRANGER],
  ])('to %s:', (_, account) => {
    test.each(routes.map((route) => [nameOf(route), route] as const))('%s', async (_name, route) => {
      const ask = (request_id: string, account_id: string) => {
        const { method, path, body } = callOf(route, { id: request_id, account_id });
        return journey.call(account, method, path, body);
      };
      const there = await ask(id, ANALYTICS);
      const notThere = await ask(NO_REQUEST, NO_ACCOUNT);
      expect(wording(there, id, ANALYTICS)).toEqual(wording(notThere, NO_REQUEST, NO_ACCOUNT));
    });
  });

  test.each([
    undefined,
    'Bearer token',
    'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/execute-api/aws4_request, Signature=x',
  ])('to who signs with %s', async (authorization) => {
    for (const route of SIGNED_ROUTES) {
      const { method, path, body } = callOf(route, { id, account_id: ANALYTICS });
      const answer = await fetch(journey.endpoints.api + path, {
        method,
        headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
        ...(body && { body: JSON.stringify(body) }),
      });
      expect([answer.status, await answer.json()]).toEqual([403, { message: 'Forbidden' }]);
    }
  });
});

describe('a link is for one person, one request and some time:', () => {
  beforeAll(async () => {
    journey = await startCheckedJourney();
  });
  afterAll(() => journey.close());

  test('its page names no other request, and takes no form of another', async () => {
    const one = await journey.submit();
    const other = await journey.submit({ ...ACROSS, peer_vpc_id: VPC.analyticsUs, peer_region: 'us-east-1' });
    for (const kind of ['decisions', 'status'] as const) {
      const person = kind === 'decisions' ? ANNA : PRIYA;
      const own = await linkIn(journey, person, one.id, kind);
      const page = await (await fetch(own)).text();
      expect(page).toContain(one.id);
      expect(page).not.toContain(other.id);
      const form_token = (await formTokenOf(await linkIn(journey, person, other.id, kind))) ?? 'none';
      const form = new URLSearchParams({ decision: 'accept', comment: '', form_token });
      expect((await fetch(own, { method: 'POST', body: form })).status).toBe(403);
    }
    expect((await journey.request(one.id)).decision).toBeNull();
  });

  test('its time passes: eight hours for the board, 30 days after the deadline for a request', async () => {
    const { id: expiring } = await journey.submit({
      ...ACROSS,
      vpc_id: VPC.paymentsEu,
      vpc_region: 'eu-west-1',
    });
    const board = await boardLink(journey);
    const decide = await linkIn(journey, ANNA, expiring, 'decisions');
    const view = await linkIn(journey, PRIYA, expiring, 'status');
    const form_token = (await formTokenOf(decide)) ?? 'none';
    const post = async (url: string, fields: Record<string, string>) =>
      (await fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })).status;
    const accept = { decision: 'accept', comment: '', form_token };
    await journey.pass(9 * HOUR);
    for (const url of [board, `${board}/requests/${expiring}`]) expect((await fetch(url)).status).toBe(404);
    await journey.pass(8 * DAY);
    expect([(await fetch(decide)).status, (await fetch(view)).status]).toEqual([200, 200]);
    expect(await post(decide, accept)).toBe(410);

    // The escalation contact follows the request, and nothing else.
    const follow = await linkIn(journey, ESCALATION, expiring, 'status');
    const again = (await formTokenOf(view)) ?? 'none';
    expect(await formTokenOf(follow)).toBeUndefined();
    expect(await post(follow, { form_token: again })).toBe(403);

    await journey.pass(31 * DAY);
    for (const url of [decide, view, follow]) {
      expect((await fetch(url)).status).toBe(404);
      expect(await post(url, { ...accept, form_token: again })).toBe(404);
    }
    expect((await journey.request(expiring)).status).toBe('expired');
  });
});
