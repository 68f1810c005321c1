import { expect, onTestFinished, test } from 'vitest';
import { invokeFunction } from '../../local/functions.ts';
import { VPC } from '../../local/seed.ts';
import { jsonOf, runPeerway } from '../cli/run-peerway.ts';
import { ACROSS, ANALYTICS, HOUR, HUB, type Journey, PAYMENTS, startJourney } from './journey.ts';

const [ANNA, ARUN, ASHA] = ['anna', 'arun', 'asha'].map((name) => `${name}@analytics.example`) as [
  string,
  string,
  string,
];

const put = async (journey: Journey, approvers: readonly string[], required_approvals = 2): Promise<void> => {
  const { status } = await journey.call(HUB, 'PUT', `/accounts/${ANALYTICS}`, {
    name: 'analytics',
    approvers,
    onboarded: true,
    required_approvals,
  });
  expect(status).toBe(200);
};

/** A request that waits for these approvers, and the links that they were sent. */
const ask = async (approvers: readonly string[], required_approvals = 2) => {
  const journey = await startJourney();
  onTestFinished(() => journey.close());
  await put(journey, approvers, required_approvals);
  const { id } = await journey.submit();
  const links = new Map<string, string>();
  for (const approver of approvers) links.set(approver, await journey.linkOf(approver, id));
  const linkOf = (person: string) => links.get(person) ?? '';
  return {
    journey,
    id,
    show: async (person: string) => (await fetch(linkOf(person))).text(),
    accept: (person: string) => journey.decide(linkOf(person), 'accept'),
  };
};

const board = async (journey: Journey): Promise<string> => {
  const { body } = await journey.call<{ url: string }>(HUB, 'POST', '/board-links');
  return (await fetch(body.success ? body.data.url : '')).text();
};

const LAPSED = `The approval of ${ANNA} no longer counts, because they’re no longer an approver.`;

test('an approval of somebody who is taken out of the directory counts no more, and everybody who counts says so', async () => {
  const { journey, id, accept, show } = await ask([ANNA, ARUN, ASHA]);
  await accept(ANNA);
  await put(journey, [ARUN, ASHA]);
  expect(await show(ARUN)).toContain('0 of 2 required approvals received');

  const { page } = await accept(ARUN);
  expect(page).toContain('1 of 2 required approvals received');
  expect(page).toContain(LAPSED);
  await journey.pass(HOUR);
  const waiting = await journey.request(id);
  expect(waiting).toMatchObject({ status: 'pending-acceptance', decision: null, required_approvals: 2 });
  expect(waiting.approvals).toMatchObject([
    { by: { id: ANNA }, counts: false, reason: LAPSED },
    { by: { id: ARUN }, counts: true },
  ]);
  expect(journey.ec2.calls().filter(({ action }) => action.startsWith('Accept'))).toEqual([]);
  expect((await journey.trail(id)).events.at(-1)).toMatchObject({
    type: 'approval-recorded',
    actor: { id: ARUN },
    reason: `1 of 2 approvals (without ${ANNA}), accept`,
  });
  expect(page).toContain(`${ARUN} accepted the request (1 of 2 approvals, without ${ANNA})`);

  expect(await show(ANNA)).toContain('You can’t decide this request');
  expect(await board(journey)).toContain('1 of 2 approvals');
  const options = { endpoint: journey.endpoints.api, account: HUB };
  const shown = (await runPeerway(['show', id, '--table'], options)).stdout.replaceAll(/\s+/g, ' ');
  expect(shown).toContain('Approvals 1 of 2');
  expect(shown).toContain(LAPSED);
  expect((await runPeerway(['list', '--table'], options)).stdout).toContain('1/2');
  const listed = jsonOf<{ items: unknown[] }>(await runPeerway(['list', '--json'], options));
  expect(listed.items).toMatchObject([{ id, approvals: waiting.approvals }]);

  await accept(ASHA);
  await journey.pass(HOUR);
  const active = await journey.request(id);
  expect(active).toMatchObject({ status: 'active', decision: { by: { id: ASHA } } });
  expect(active.approvals.map(({ counts }) => counts)).toEqual([false, true, true]);

  // A decision that is recorded stands.
  await put(journey, [ARUN, 'noor@analytics.example']);
  expect((await journey.request(id)).approvals.map(({ counts }) => counts)).toEqual([false, true, true]);
});

test('an approver who is taken out while their form is open can neither accept nor reject', async () => {
  const { journey, id, show } = await ask([ANNA, ARUN]);
  const form_token = /name="form_token" value="([^"]+)"/.exec(await show(ANNA))?.[1] ?? '';
  const link = await journey.linkOf(ANNA, id);
  await put(journey, [ARUN, ASHA]);
  for (const decision of ['accept', 'reject']) {
    const body = new URLSearchParams({ decision, comment: 'no', form_token });
    expect((await fetch(link, { method: 'POST', body })).status).toBe(403);
  }
  expect(await journey.request(id)).toMatchObject({ decision: null, approvals: [] });
});

test('more approvals, required while a request waits, are required of it too', async () => {
  const { journey, id, accept, show } = await ask([ANNA, ARUN], 1);
  await put(journey, [ANNA, ARUN], 2);
  expect(await journey.request(id)).toMatchObject({ required_approvals: 2 });
  expect((await accept(ANNA)).page).toContain('1 of 2 required approvals received');
  await journey.pass(HOUR);
  expect(await journey.request(id)).toMatchObject({ status: 'pending-acceptance', decision: null });
  expect(await show(ARUN)).toContain('1 of 2 required approvals received');
  await accept(ARUN);
  await journey.pass(HOUR);
  expect(await journey.request(id)).toMatchObject({ status: 'active', required_approvals: 2 });
});

test('fewer approvals, required while a request waits, don’t let it pass with fewer', async () => {
  const { journey, id, accept } = await ask([ANNA, ARUN, ASHA], 3);
  await accept(ANNA);
  await put(journey, [ANNA, ARUN, ASHA], 1);
  expect((await accept(ARUN)).page).toContain('2 of 3 required approvals received');
  await invokeFunction('schedules/sweep', {});
  await journey.pass(HOUR);
  expect(await journey.request(id)).toMatchObject({ status: 'pending-acceptance', required_approvals: 3 });
});

test('an entry that is deleted leaves no vote, and votes count again once it is back', async () => {
  const { journey, id, accept } = await ask([ANNA, ARUN, ASHA]);
  await accept(ANNA);
  await put(journey, [ARUN, ASHA]);
  await accept(ARUN);
  expect((await journey.call(HUB, 'DELETE', `/accounts/${ANALYTICS}`)).status).toBe(200);
  expect((await journey.request(id)).approvals.map(({ counts }) => counts)).toEqual([false, false]);
  await invokeFunction('schedules/sweep', {});
  expect(await journey.request(id)).toMatchObject({ decision: null });

  // Nobody has anything left to click: the sweep finds that there are enough.
  await put(journey, [ANNA, ARUN]);
  await invokeFunction('schedules/sweep', {});
  await journey.pass(HOUR);
  expect(await journey.request(id)).toMatchObject({
    status: 'active',
    decision: { kind: 'accept', by: { kind: 'approver', id: ARUN } },
  });
  const { events, chain } = await journey.trail(id);
  expect(chain.valid).toBe(true);
  expect(events.filter(({ type }) => type === 'decision-recorded')).toMatchObject([
    { actor: { kind: 'workflow', id: 'Sweep' }, reason: 'accept' },
  ]);
});

test('an approver whose entry is spelled anew is the same person: they approve once', async () => {
  const { journey, id, accept, show } = await ask([ANNA, ARUN]);
  await accept(ANNA);
  const respelled = 'anna+eu@analytics.example';
  await put(journey, [respelled, ARUN]);
  await journey.pass(HOUR);
  await invokeFunction('schedules/sweep', {});
  const { page } = await journey.decide(await journey.linkOf(respelled, id), 'accept');
  expect(page).toContain('You approved this. 1 of 2 approvals; waiting for one more.');
  expect(await show(ARUN)).toContain('1 of 2 required approvals received');
  expect(await journey.request(id)).toMatchObject({ decision: null, approvals: [{ by: { id: ANNA } }] });
});

const asContact = (contact_email: string) => ({ ...ACROSS, contact_email });

test('naming an approver as the contact removes nobody: it is refused, by a dry run too', async () => {
  const journey = await startJourney();
  onTestFinished(() => journey.close());
  await put(journey, [ANNA, ARUN], 1);
  const body = asContact('Anna+me@analytics.example');
  const message = `Contact email must not be the address of an approver of account ${ANALYTICS} (analytics).`;
  const refused = await journey.call(PAYMENTS, 'POST', '/peering-requests', body);
  expect(refused).toMatchObject({
    status: 400,
    body: { error: { code: 'VALIDATION_ERROR', details: [{ path: 'contact_email', message }] } },
  });
  const dry = await journey.call<{ would_submit: boolean; checks: object[] }>(
    PAYMENTS,
    'POST',
    '/peering-requests',
    { ...body, dry_run: true },
  );
  expect(dry.body).toMatchObject({ data: { would_submit: false } });
  expect(dry.body.success && dry.body.data.checks).toContainEqual(
    expect.objectContaining({ check: 'approvers', result: 'fail', message }),
  );
});

test('a contact who approves for both sides’ one account is asked like the others', async () => {
  const journey = await startJourney();
  onTestFinished(() => journey.close());
  await put(journey, [ANNA, ARUN], 1);
  const within = {
    vpc_id: VPC.analyticsEu,
    vpc_region: 'eu-west-1',
    peer_vpc_id: VPC.analyticsUs,
    peer_region: 'us-east-1',
    justification: 'One team, two Regions.',
    contact_email: ANNA,
  };
  const { id } = await journey.submit(within, ANALYTICS);
  expect(await journey.mailsTo(ANNA, id)).toEqual([
    expect.stringMatching(/^Approve by /),
    expect.stringMatching(/^Awaiting approval/),
  ]);
  await journey.decide(await journey.linkOf(ANNA, id), 'accept');
  await journey.pass(HOUR);
  expect(await journey.request(id)).toMatchObject({ status: 'active', decision: { by: { id: ANNA } } });
});

test('a contact of a request on record who is an approver is asked by the next sweep, and may decide', async () => {
  const journey = await startJourney();
  onTestFinished(() => journey.close());
  await put(journey, [ARUN], 1);
  await journey.call(HUB, 'PUT', `/accounts/${PAYMENTS}`, {
    name: 'payments',
    approvers: [ANNA],
    onboarded: true,
  });
  const { id } = await journey.submit(asContact(ANNA));
  await put(journey, [ANNA, ARUN], 1);
  await journey.pass(HOUR);
  await invokeFunction('schedules/sweep', {});
  await journey.decide(await journey.linkOf(ANNA, id), 'reject', 'no');
  await journey.pass(HOUR);
  expect(await journey.request(id)).toMatchObject({ status: 'rejected', decision: { by: { id: ANNA } } });
});
