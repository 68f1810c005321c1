import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACROSS, ANALYTICS, DAY, HOUR, HUB, PARTNER, PAYMENTS } from '../journey/journey.ts';
import { linkIn } from '../pages/mail-link.ts';
import { type CheckedJourney, startCheckedJourney } from './checked-journey.ts';
import { rawTable } from './raw-table.ts';

type Created = { url: string; created_at: string; expires_at: string };

let journey: CheckedJourney;
let id: string;
beforeAll(async () => {
  journey = await startCheckedJourney();
  ({ id } = await journey.submit());
});
afterAll(() => journey.close());

const create = async (account: string, of = id): Promise<Created> => {
  const { status, body } = await journey.call<Created>(account, 'POST', `/peering-requests/${of}/links`);
  if (!body.success) throw new Error(body.error.message);
  expect(status).toBe(201);
  return body.data;
};

const page = async (url: string): Promise<string> => (await fetch(url)).text();

const post = async (url: string, form_token: string): Promise<number> =>
  (await fetch(url, { method: 'POST', body: new URLSearchParams({ form_token }) })).status;

test('a member opens the request’s page, which says whose it is and until when', async () => {
  const { url, created_at, expires_at } = await create(PAYMENTS);
  expect(Date.parse(expires_at) - Date.parse(created_at)).toBe(8 * HOUR * 1000);
  const shown = await page(url);
  expect(shown).toContain(id);
  expect(shown).toContain(ACROSS.justification);
  expect(shown).toContain(`for local (Developer, account ${PAYMENTS})`);
  expect(shown).toContain(`read-only, link expires <time datetime="${expires_at}">`);
});

test('each side reads what it may: the requester’s doesn’t see the accepter’s blocks yet', async () => {
  const [requester, accepter, networkTeam] = await Promise.all(
    [PAYMENTS, ANALYTICS, HUB].map(async (account) => page((await create(account)).url)),
  );
  expect(requester).toContain('shown after the request is accepted');
  expect(requester).not.toContain('10.21.0.0/16');
  for (const shown of [accepter, networkTeam]) expect(shown).toContain('10.21.0.0/16');
});

test('it only shows: no form, and the form of the contact’s own link is refused there', async () => {
  const contacts = await linkIn(journey, ACROSS.contact_email, id, 'status');
  const form_token = /name="form_token" value="([^"]+)"/.exec(await page(contacts))?.[1] ?? '';
  const { url } = await create(PAYMENTS);
  expect(await page(url)).not.toContain('<form');
  const before = await rawTable(journey.endpoints.dynamodb).dump();
  expect(await post(url, form_token)).toBe(404);
  expect(await post(url.replace('/status/', '/withdrawals/'), form_token)).toBe(404);
  expect(await rawTable(journey.endpoints.dynamodb).dump()).toEqual(before);
});

test('it leads to no other page', async () => {
  const token = (await create(HUB)).url.split('/').at(-1);
  for (const path of [`decisions/${token}`, `board/${token}`, `board/${token}/requests/${id}`]) {
    expect((await fetch(`${journey.endpoints.api}/${path}`)).status).toBe(404);
  }
});

test('to others there is no such request', async () => {
  const ask = (of: string) => journey.call<Created>(PARTNER, 'POST', `/peering-requests/${of}/links`);
  const answers = await Promise.all([id, 'pr-01KJQ3Z9V8A1B2C3D4E5F6G7H8'].map(ask));
  for (const { status, body } of answers) {
    expect({ status, code: !body.success && body.error.code }).toEqual({ status: 404, code: 'NOT_FOUND' });
  }
});

test('who withdrew it themselves reads “You”, and others their name', async () => {
  const { id: own } = await journey.submit({
    ...ACROSS,
    vpc_id: 'vpc-01111111111111e01',
    vpc_region: 'eu-west-1',
  });
  await journey.call(PAYMENTS, 'POST', `/peering-requests/${own}/cancel`, {});
  await journey.pass(HOUR);
  expect(await page((await create(PAYMENTS, own)).url)).toContain('You withdrew payments → analytics');
  expect(await page((await create(ANALYTICS, own)).url)).toContain(
    `local (Developer, account ${PAYMENTS}) withdrew payments → analytics`,
  );
});

test('it works for eight hours, though the request goes on', async () => {
  const { url } = await create(PAYMENTS);
  await journey.pass(8 * HOUR - 60);
  expect((await fetch(url)).status).toBe(200);
  await journey.pass(60);
  expect((await fetch(url)).status).toBe(404);
});

test('a link of an expired request offers its requester no form, and says that they can resubmit it', async () => {
  await journey.pass(8 * DAY);
  const shown = await page((await create(PAYMENTS)).url);
  expect(shown).toContain('Expired: payments → analytics');
  expect(shown).toContain('You can resubmit it.');
  expect(shown).not.toContain('<form');
  expect(await page((await create(ANALYTICS)).url)).toContain('The requester can resubmit it.');
});
