import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { invokeFunction } from '../../local/functions.ts';
import { runPeerway } from '../cli/run-peerway.ts';
import { linkIn } from '../pages/mail-link.ts';
import { changeDocument } from './change-entry.ts';
import { ACROSS, ANALYTICS, DAY, HOUR, HUB, type Journey, MINUTE, startJourney } from './journey.ts';

const ANNA = 'anna@analytics.example';
const ARUN = 'arun@analytics.example';
const SAM = 'sam@analytics.example';
const SOL = 'sol@security.example';
const ROSA = 'rosa@payments.example';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey.close());

const put = (entry: object) =>
  journey.call(HUB, 'PUT', `/accounts/${ANALYTICS}`, {
    name: 'analytics',
    approvers: [ANNA, ARUN],
    onboarded: true,
    decide_by: ['link', 'signed'],
    ...entry,
  });

beforeEach(async () => {
  await put({});
  await changeDocument((document) => ({ ...document, away: [], groups: {} }));
});

const sweep = () => invokeFunction('schedules/sweep', {});
const later = (seconds: number) => new Date(journey.clock.now().getTime() + seconds * 1000).toISOString();

/** The network team writes that somebody is away for two days. */
const isAway = (person: string, instead: string, until = later(2 * DAY)) =>
  changeDocument((document) => ({
    ...document,
    away: [...document.away, { person, from: later(0), until, instead }],
  }));

const vote = (who: string, id: string, decision = 'accept') =>
  journey.call<{ status: string }>(`${ANALYTICS}-${who}`, 'POST', `/peering-requests/${id}/decision`, {
    decision,
    ...(decision === 'reject' && { comment: 'Not now.' }),
  });

const withdraw = (id: string) => journey.call(HUB, 'POST', `/peering-requests/${id}/cancel`, {});

const pageOf = async (link: string) => (await fetch(link)).text();

/** Sends a form of a page, as a browser does. */
const send = async (link: string, page: string, fields: Record<string, string>) => {
  const form_token = /name="form_token" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const body = new URLSearchParams({ form_token, ...fields });
  const response = await fetch(link, { method: 'POST', body });
  return { status: response.status, url: response.url, page: await response.text() };
};

const absenceLink = (link: string) => link.replace('/decisions/', '/absences/');

const skipped = async (id: string) =>
  (await journey.trail(id)).events.flatMap(({ type, reason }) => (type === 'mail-skipped' ? [reason] : []));

test('while an approver is on holiday, somebody else gets the mail, decides, and is on the trail as who they decided for', async () => {
  await isAway(ANNA, SAM);
  const { id } = await journey.submit();
  expect(await journey.mailsTo(ANNA, id)).toEqual([]);
  expect(await skipped(id)).toEqual([
    expect.stringMatching(`approval to ${ANNA}: the recipient is away until .*, and ${SAM} decides instead`),
  ]);
  const mail = (await journey.inbox.emails()).find(
    ({ destination, subject }) => destination.to.includes(SAM) && subject.includes(id),
  );
  expect(mail?.body.text).toMatch(new RegExp(`You decide for ${ANNA}, who is away until`));
  expect(mail?.body.text).toContain(`because you decide for ${ANNA}, an approver for analytics`);
  const link = await journey.linkOf(SAM, id);
  expect(await pageOf(link)).toMatch(new RegExp(`You decide for ${ANNA}, who is away until`));
  await journey.decide(link, 'accept');
  await journey.pass(MINUTE);
  const { status, decision } = await journey.request(id);
  expect({ status, by: decision?.by }).toEqual({
    status: 'active',
    by: { kind: 'approver', id: SAM, for: { person: ANNA, until: expect.any(String) } },
  });
  const { events, chain } = await journey.trail(id);
  expect(chain.valid).toBe(true);
  expect(events.find(({ type }) => type === 'decision-recorded')?.actor.for?.person).toBe(ANNA);
  const status_page = await pageOf(await linkIn(journey, 'priya@payments.example', id, 'status'));
  expect(status_page).toMatch(new RegExp(`${SAM} \\(for ${ANNA}, away until [^)]*\\) accepted`));
  await journey.call(HUB, 'POST', `/peering-requests/${id}/cancel`, {});
  await journey.pass(5 * MINUTE);
});

test('the approver who is away can’t decide, by link or signed, and does once they are back', async () => {
  const { id } = await journey.submit();
  const link = await journey.linkOf(ANNA, id);
  await isAway(ANNA, SAM, later(HOUR));
  const shown = await pageOf(link);
  expect(shown).toContain('You’re away');
  expect(shown).toContain(`Until then, ${SAM} decides instead.`);
  expect(shown).not.toContain('name="decision"');
  expect((await journey.decide(link, 'accept')).status).toBe(403);
  const signed = await vote(ANNA, id);
  expect(signed.status).toBe(403);
  expect(JSON.stringify(signed.body)).toContain(`${SAM} decides instead`);
  await journey.pass(2 * HOUR);
  expect((await vote(SAM, id)).status).toBe(403);
  expect((await vote(ANNA, id)).status).toBe(200);
  await journey.pass(MINUTE);
  await withdraw(id);
  await journey.pass(5 * MINUTE);
});

test('a requester decides for nobody: who is away is asked, and the requester is refused', async () => {
  await put({ approvers: [ANNA] });
  await isAway(ANNA, ROSA);
  const { id } = await journey.submit(ACROSS, '111111111111-rosa@payments.example');
  expect(await journey.mailsTo(ROSA, id)).toEqual([]);
  expect((await journey.mailsTo(ANNA, id)).length).toBe(1);
  const own = await journey.call(`${ANALYTICS}-${ROSA}`, 'POST', `/peering-requests/${id}/decision`, {
    decision: 'accept',
  });
  expect(own.status).toBe(403);
  expect((await vote(ANNA, id, 'reject')).status).toBe(200);
  await journey.pass(MINUTE);
});

test('what a person and their substitute approve counts once', async () => {
  await put({ required_approvals: 2 });
  await isAway(ANNA, SAM, later(HOUR));
  const { id } = await journey.submit();
  expect((await vote(SAM, id)).status).toBe(200);
  await journey.pass(2 * HOUR);
  await sweep();
  expect((await vote(ANNA, id)).status).toBe(409);
  const waiting = await journey.request(id);
  expect(waiting.approvals.map(({ by, counts }) => [by.id, by.for?.person, counts])).toEqual([
    [SAM, ANNA, true],
  ]);
  expect(await journey.mailsTo(ANNA, id)).toEqual([]);
  expect((await vote(ARUN, id)).status).toBe(200);
  await journey.pass(MINUTE);
  expect((await journey.request(id)).status).toBe('active');
  await withdraw(id);
  await journey.pass(5 * MINUTE);
});

test('whoever joins a group while a window is open gets a link, and whoever leaves it can’t decide', async () => {
  const group = (people: string[]) =>
    changeDocument((document) => ({ ...document, groups: { network: people } }));
  await group([ANNA]);
  await changeDocument((document) => ({
    ...document,
    accounts: {
      ...document.accounts,
      [ANALYTICS]: { ...document.accounts[ANALYTICS], approvers: ['group:network'] } as never,
    },
  }));
  const { id } = await journey.submit();
  const left = await journey.linkOf(ANNA, id);
  await group([SAM]);
  await journey.pass(HOUR);
  await sweep();
  expect((await journey.mailsTo(SAM, id)).length).toBe(1);
  expect(await pageOf(left)).toContain('You can’t decide this request');
  expect((await journey.decide(left, 'accept')).status).toBe(403);
  await journey.decide(await journey.linkOf(SAM, id), 'reject', 'Not now.');
  await journey.pass(MINUTE);
  expect((await journey.request(id)).status).toBe('rejected');
});

test('an approver goes on holiday and comes back with their own link, which the directory’s history says', async () => {
  const { id } = await journey.submit();
  const link = await journey.linkOf(ANNA, id);
  expect(await pageOf(link)).toContain('Going away?');
  const away = absenceLink(link);
  const form = await pageOf(away);
  expect([...form.matchAll(/<option value="([^"]+)"/g)].map(([, person]) => person)).toEqual([ARUN]);
  const until = later(3 * DAY).slice(0, 10);

  const refused = await send(away, form, { change: 'away', until, instead: SAM });
  expect([refused.status, refused.page.includes('Choose somebody who decides for analytics.')]).toEqual([
    400,
    true,
  ]);
  const past = await send(away, form, { change: 'away', until: '2020-01-01', instead: ARUN });
  expect([past.status, past.page.includes('Enter a day after today')]).toEqual([400, true]);

  const gone = await send(away, form, { change: 'away', until, instead: ARUN });
  expect(gone.status).toBe(200);
  expect(gone.page).toContain(`Until then, ${ARUN} decides instead.`);
  const again = await send(away, form, { change: 'away', until, instead: ARUN });
  expect(again.status).toBe(403);
  expect((await vote(ANNA, id)).status).toBe(403);

  const back = await send(away, await pageOf(link), { change: 'back' });
  expect(back.url).toBe(link);
  expect(back.page).toContain('name="decision"');
  expect((await vote(ANNA, id, 'reject')).status).toBe(200);
  await journey.pass(MINUTE);

  const { directoryStore } = await import('../../functions/wiring.ts');
  const changes = (await directoryStore().changes(0, 1000)).slice(-2);
  const absence = { person: ANNA, instead: ARUN, account_id: ANALYTICS, until: `${until}T00:00:00.000Z` };
  expect(changes.map(({ actor, source_ip, changes: [change] }) => ({ actor, source_ip, change }))).toEqual([
    {
      actor: { kind: 'approver', id: ANNA },
      source_ip: expect.any(String),
      change: { what: 'away', name: ANNA, after: [expect.objectContaining(absence)] },
    },
    {
      actor: { kind: 'approver', id: ANNA },
      source_ip: expect.any(String),
      change: { what: 'away', name: ANNA, before: [expect.objectContaining(absence)] },
    },
  ]);
});

test('nobody goes away if too few people would be left to approve', async () => {
  await put({ required_approvals: 2 });
  const { id } = await journey.submit();
  const away = absenceLink(await journey.linkOf(ANNA, id));
  const until = later(3 * DAY).slice(0, 10);
  const refused = await send(away, await pageOf(away), { change: 'away', until, instead: ARUN });
  expect(refused.status).toBe(400);
  expect(refused.page).toContain(
    'analytics requires 2 approvals, and only 1 person could approve while you’re away.',
  );
  await withdraw(id);
  await journey.pass(MINUTE);
});

/** An account whose approvers and whose rule's must all accept, because Peerway can't see whether the rule matches. */
const submitForTwoPanels = async (entry: object, security: readonly string[]): Promise<string> => {
  await put(entry);
  // Nobody asks about tags when it is submitted.
  const { id } = await journey.submit();
  await put({
    ...entry,
    rules: [
      {
        name: 'production-by-security',
        when: { peer_tags: { env: 'prod' } },
        then: 'ask',
        approvers: security,
        required_approvals: 1,
        because: 'Production is special.',
      },
    ],
  });
  return id;
};

const endActive = async (id: string) => {
  expect((await journey.request(id)).status).toBe('active');
  await withdraw(id);
  await journey.pass(5 * MINUTE);
};

test('whoever decides for an approver of each panel approves once, for both', async () => {
  const id = await submitForTwoPanels({ approvers: [ANNA] }, [SOL]);
  await isAway(ANNA, SAM);
  await isAway(SOL, SAM);
  await journey.pass(HOUR);
  await sweep();
  const forBoth = `You decide for ${ANNA}, who is away until [^<]*, and for ${SOL}, who is away until`;
  const mails = (await journey.inbox.emails()).filter(
    ({ destination, subject }) => destination.to.includes(SAM) && subject.includes(id),
  );
  expect(mails.map(({ body }) => body.text)).toEqual([expect.stringMatching(new RegExp(forBoth))]);
  const link = await journey.linkOf(SAM, id);
  expect(await pageOf(link)).toMatch(new RegExp(forBoth));
  expect((await journey.decide(link, 'accept')).status).toBe(200);
  await journey.pass(MINUTE);
  const until = expect.any(String);
  const by = {
    kind: 'approver',
    id: SAM,
    for: { person: ANNA, until },
    also_for: [{ person: SOL, until }],
  };
  expect(await journey.request(id)).toMatchObject({ decision: { by }, approvals: [{ by, counts: true }] });
  const { events, chain } = await journey.trail(id);
  expect(chain.valid).toBe(true);
  expect(events.find(({ type }) => type === 'decision-recorded')?.actor).toEqual(by);
  expect(await pageOf(await linkIn(journey, 'priya@payments.example', id, 'status'))).toMatch(
    new RegExp(`${SAM} \\(for ${ANNA}, away until [^);]*; for ${SOL}, away until [^)]*\\) accepted`),
  );
  const history = await runPeerway(['audit', id, '--table'], {
    endpoint: journey.endpoints.api,
    account: ANALYTICS,
  });
  expect(history.stdout).toMatch(
    new RegExp(`approver ${SAM} \\(for ${ANNA}, away until [^);]*; for ${SOL}, away until [^)]*\\) from `),
  );
  await endActive(id);
});

test('an approver who also decides for one of another panel counts once in each', async () => {
  const id = await submitForTwoPanels({ approvers: [ANNA, ARUN], required_approvals: 2 }, [SOL]);
  await isAway(SOL, ARUN);
  await journey.pass(HOUR);
  await sweep();
  expect(await journey.request(id)).toMatchObject({ required_approvals: 3 });
  const link = await journey.linkOf(ARUN, id);
  expect(await pageOf(link)).toMatch(new RegExp(`You also decide for ${SOL}, who is away until`));
  expect((await journey.decide(link, 'accept')).status).toBe(200);
  await vote(ARUN, id);
  expect(await journey.request(id)).toMatchObject({
    decision: null,
    required_approvals: 2,
    approvals: [{ by: { id: ARUN, also_for: [{ person: SOL }] } }],
  });
  // It is their approval also once they are back.
  await changeDocument((document) => ({ ...document, away: [] }));
  expect((await vote(SOL, id)).status).toBe(409);
  expect((await vote(ANNA, id)).status).toBe(200);
  await journey.pass(MINUTE);
  await endActive(id);
});

test('an approver of both panels approves once, and so does one who approved before the other went away', async () => {
  const both = await submitForTwoPanels({ approvers: [ANNA, ARUN] }, [SOL, ANNA]);
  expect((await vote(ANNA, both)).status).toBe(200);
  await journey.pass(MINUTE);
  await endActive(both);

  const before = await submitForTwoPanels({ approvers: [ARUN] }, [SOL]);
  expect((await vote(ARUN, before)).status).toBe(200);
  await sweep();
  expect((await journey.request(before)).decision).toBeNull();
  await isAway(SOL, ARUN);
  await sweep();
  await journey.pass(MINUTE);
  expect((await journey.request(before)).decision?.by).toMatchObject({
    id: ARUN,
    also_for: [{ person: SOL }],
  });
  await endActive(before);
});
