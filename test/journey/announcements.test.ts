import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ANNOUNCEMENT_KINDS } from '../../functions/domain/announce/messages.ts';
import { invokeFunction } from '../../local/functions.ts';
import { VPC } from '../../local/seed.ts';
import { ANNOUNCEMENTS_TOPIC_ARN } from '../../local/stack.ts';
import { announced, type ChatMessage, kindsOf, noticed, published } from './announced.ts';
import { acceptWith, letConnect, PAYMENTS_TABLE, removeRoute, submitWith } from './connecting.ts';
import { CUSTOM_NOTIFICATION } from './custom-notification.ts';
import {
  ACROSS,
  ANALYTICS,
  DAY,
  HOUR,
  HUB,
  type Journey,
  MINUTE,
  PARTNER,
  PAYMENTS,
  startJourney,
} from './journey.ts';
import { findSecrets } from './no-secrets.ts';
import { outsidePeerway } from './outside-connections.ts';
import { ANNA, ARUN, answerReview, CHIEF, putAnalytics, reviewLinkOf, runReviews } from './reviewing.ts';

let journey: Journey;
let outside: ReturnType<typeof outsidePeerway>;
beforeAll(async () => {
  journey = await startJourney();
  outside = outsidePeerway(journey);
});
afterAll(async () => {
  outside.close();
  await journey.close();
});

/** One approver decides, by link or by a signed call; everybody is asked. */
const put = (entry: object = {}) =>
  putAnalytics(journey, {
    auto_accept_from: [],
    decide_by: ['link', 'signed'],
    time_zone: 'Europe/Berlin',
    ...entry,
  });

const sweep = () => invokeFunction('schedules/sweep', {});

const hears = (id: string, ...kinds: string[]) => expect.poll(() => kindsOf(journey, id)).toEqual(kinds);

/** The same on the event bus, for what is no change of a status or of connectivity: each once. */
const busHears = (id: string, ...kinds: string[]) =>
  expect.poll(async () => (await noticed(journey, id)).map(({ kind }) => kind)).toEqual(kinds);

const last = async (id: string, kind: string) => {
  const found = (await announced(journey, id)).findLast((each) => each.kind === kind);
  if (!found) throw new Error(`${kind} of ${id} was not announced`);
  return found;
};

/** A request of which this was announced. */
const idOf = async (kind: string): Promise<string> => {
  const found = (await published(journey)).find(({ attributes }) => attributes['kind'] === kind);
  return (found?.message as ChatMessage | undefined)?.metadata?.threadId ?? '';
};

const accept = async (id: string, comment?: string): Promise<void> => {
  await journey.decide(await journey.linkOf(ANNA, id), 'accept', comment);
  await journey.pass(MINUTE);
};

const cancel = async (id: string, comment?: string): Promise<void> => {
  await journey.call(PAYMENTS, 'POST', `/peering-requests/${id}/cancel`, comment ? { comment } : {});
  await journey.pass(5 * MINUTE);
};

const openSide = (account: string, region: string, vpc: string) => ({ account, region, vpc });

test('two approvals, an active connection, and its end: each is announced once, to all who subscribe', async () => {
  await put({ required_approvals: 2 });
  const { id, window, vpc_peering_connection_id: pcx } = await journey.submit();
  for (const person of [ANNA, ARUN]) await journey.decide(await journey.linkOf(person, id), 'accept');
  await journey.pass(MINUTE);
  await cancel(id, 'Moved to PrivateLink.');
  await hears(id, 'asked', 'approved', 'decided', 'active', 'decided', 'deleted');

  const [asked, approved, decided] = await announced(journey, id);
  expect(asked).toMatchObject({
    id: `${id}-${asked?.sequence}`,
    status: 'pending-acceptance',
    vpc_id: ACROSS.vpc_id,
    vpc_owner_id: PAYMENTS,
    vpc_region: 'us-east-1',
    peer_vpc_id: ACROSS.peer_vpc_id,
    peer_owner_id: ANALYTICS,
    peer_region: 'eu-west-1',
    vpc_peering_connection_id: pcx,
    expires_at: window?.expires_at,
    title: 'Approval needed: payments → analytics',
  });
  expect(asked?.description).toMatch(
    /^payments requested VPC peering with analytics\. Peerway is emailing 2 approvers of analytics\. The request needs 2 approvals\. The deadline is \w{3}, \d+ \w{3} \d{4}, \d\d:\d\d GMT\+\d \(\d\d:\d\d UTC\)\. After that, nobody can accept this request\.\nJustification: “Settlement files go to the lake\.”\nvpc-\w+ in us-east-1 \(account 111111111111\) → vpc-\w+ in eu-west-1 \(account 222222222222\)$/,
  );
  expect(asked?.next_steps).toEqual([
    `If you’re an approver of analytics, use the link in your email, or run \`peerway approve ${id}\` or \`peerway reject ${id}\``,
    `To see the request: \`peerway open ${id}\``,
  ]);
  expect(approved?.title).toBe('1 of 2 approvals: payments → analytics');
  expect(decided?.description).toContain('An approver of analytics gave the last of 2 required approvals.');
  expect((await last(id, 'deleted')).description).toContain('payments decided that.');
});

test('every announcement comes in two forms, which attributes tell apart', async () => {
  const of = (await published(journey)).filter(({ attributes }) => attributes['kind'] === 'active');
  expect(of.map(({ topic, attributes }) => ({ topic, attributes }))).toEqual(
    expect.arrayContaining(
      ['chat', 'json'].map((format) => ({
        topic: ANNOUNCEMENTS_TOPIC_ARN,
        attributes: {
          format,
          kind: 'active',
          status: 'active',
          accounts: [PAYMENTS, ANALYTICS],
          regions: ['us-east-1', 'eu-west-1'],
        },
      })),
    ),
  );
});

test('nobody answers: reminders, the escalation, and the expiry', async () => {
  await put();
  const { id } = await journey.submit();
  await journey.pass(7 * DAY + HOUR);
  await hears(id, 'asked', 'reminded', 'reminded', 'reminded', 'escalated', 'expired');
  expect((await last(id, 'escalated')).description).toContain(
    'Peerway is emailing the escalation contact of analytics, 4 hours before the deadline.',
  );
  expect((await last(id, 'expired')).next_steps[0]).toBe(
    `To submit the request again, as payments: \`peerway resubmit ${id}\``,
  );
});

test('a rejection and a withdrawal', async () => {
  const { id } = await journey.submit();
  await journey.decide(await journey.linkOf(ANNA, id), 'reject', 'Use PrivateLink.');
  await journey.pass(MINUTE);
  await hears(id, 'asked', 'decided', 'rejected');
  expect((await last(id, 'rejected')).description).toContain('Reason: “Use PrivateLink.”');
  const other = await journey.submit();
  await cancel(other.id);
  await hears(other.id, 'asked', 'decided', 'withdrawn');
  expect((await last(other.id, 'decided')).description).toContain('payments withdrew the request.');
});

test('a failure is announced without what EC2 said', async () => {
  const { id } = await journey.submit({
    ...ACROSS,
    peer_vpc_id: VPC.partnerOverlap,
    peer_owner_id: PARTNER,
    peer_region: 'us-east-1',
  });
  await journey.pass(HOUR);
  await hears(id, 'failed');
  expect((await last(id, 'failed')).description).toContain('EC2 couldn’t create the connection.');
});

test('a stuck request', async () => {
  await put({ required_approvals: 2 });
  const { id } = await journey.submit();
  await put({ approvers: [ANNA] });
  await sweep();
  await hears(id, 'asked', 'stuck');
  expect((await last(id, 'stuck')).description).toContain(
    'The request is waiting for a decision, and can’t continue without help. The network team has the cause in its email.',
  );
  await cancel(id);
});

test('a connection with an end: its notice, more time, and the end', async () => {
  await put({ required_approvals: 2 });
  const { id } = await journey.submit({ ...ACROSS, active_for: 'P2D' });
  for (const person of [ANNA, ARUN]) await journey.decide(await journey.linkOf(person, id), 'accept');
  await journey.pass(MINUTE);
  await journey.pass(DAY);
  await sweep();
  const extend = () =>
    journey.call(PAYMENTS, 'POST', `/peering-requests/${id}/extension`, {
      extends_by: 'P1D',
      reason: 'The migration takes longer.',
    });
  const vote = (who: string) =>
    journey.call(`${ANALYTICS}-${who}`, 'POST', `/peering-requests/${id}/decision`, {
      decision: 'accept',
      extension: true,
    });
  await extend();
  await busHears(id, 'ends-soon', 'extension-asked');
  await vote(ANNA);
  await vote(ARUN);
  // A notice has the end of when it is published.
  await busHears(id, 'ends-soon', 'extension-asked', 'extension-decided');
  // What a rule accepts is asked of nobody.
  await put({ auto_accept_from: [PAYMENTS] });
  await journey.pass(1);
  await extend();
  await journey.pass(3 * DAY);
  await sweep();
  await journey.pass(HOUR);
  const start = ['asked', 'approved', 'decided', 'active', 'ends-soon'];
  const more = ['extension-asked', 'extension-approved', 'extension-decided', 'extension-decided'];
  await hears(id, ...start, ...more, 'decided', 'deleted');
  expect((await last(id, 'extension-asked')).description).toMatch(
    /^payments and analytics are peered\. payments asks for 1 day more\. Without a decision, Peerway deletes the connection on .+\(.+ UTC\)\. .+\nReason: “The migration takes longer\.”\n/,
  );
  expect((await last(id, 'extension-decided')).description).toContain(
    'payments asked for 1 day more, and a rule of the directory accepted it.',
  );
  expect((await last(id, 'decided')).description).toContain('because its time is over');

  await busHears(id, 'ends-soon', 'extension-asked', 'extension-decided', 'extension-decided');
  const [soon, asked, approved, byRule] = await noticed(journey, id);
  const { ends_at: end } = await journey.request(id);
  const earlier = (ms: number) => new Date(Date.parse(end ?? '') - ms).toISOString();
  const sides = { vpc_id: ACROSS.vpc_id, vpc_owner_id: PAYMENTS, peer_owner_id: ANALYTICS };
  expect(soon).toMatchObject({ ...sides, status: 'active', reason: null, ends_at: earlier(2 * DAY * 1000) });
  expect(JSON.stringify(soon)).not.toContain('@');
  expect(asked).toMatchObject({
    actor: { kind: 'caller' },
    reason: '1 day: The migration takes longer.',
    ends_at: earlier(2 * DAY * 1000),
    decision: null,
  });
  expect(approved).toMatchObject({
    actor: { kind: 'approver' },
    ends_at: earlier(DAY * 1000),
    decision: 'accept',
  });
  expect(byRule).toMatchObject({ ends_at: end, decision: 'accept' });
});

test('a review that removes a connection, and then doesn’t', async () => {
  await put({ auto_accept_from: [PAYMENTS] });
  const { id } = await journey.submit();
  await journey.pass(HOUR);
  await runReviews();
  const link = await reviewLinkOf(journey, ANNA);
  await answerReview(link, { [id]: { answer: 'remove', reason: 'Nobody uses it.' } });
  await busHears(id, 'removal-planned');
  await answerReview(link, { [id]: { answer: 'keep', reason: 'Somebody does.' } });
  await hears(id, 'decided', 'active', 'removal-planned', 'removal-withdrawn');
  expect((await last(id, 'decided')).description).toContain('A rule of the directory accepted it.');
  expect((await last(id, 'removal-planned')).description).toMatch(
    /An approver of analytics answered in a review that the connection isn’t needed any more\./,
  );
  await busHears(id, 'removal-planned', 'removal-withdrawn');
  const [planned, withdrawn] = await noticed(journey, id);
  expect(planned).toMatchObject({ reason: 'Nobody uses it.', removal_due_at: expect.stringMatching(/Z$/) });
  expect(withdrawn).toMatchObject({ reason: null, removal_due_at: null });
  await cancel(id);
});

test('a review that nobody answers', async () => {
  await put({ auto_accept_from: [PAYMENTS] });
  const { id } = await journey.submit();
  await journey.pass(90 * DAY);
  await runReviews();
  await journey.pass(14 * DAY);
  await runReviews();
  await journey.pass(DAY);
  await runReviews();
  await hears(id, 'decided', 'active', 'review-unanswered');
  expect((await last(id, 'review-unanswered')).description).toMatch(
    /^payments and analytics are peered\. Nobody of analytics answered the review of this connection\. The connection stays\./,
  );
  await busHears(id, 'review-unanswered');
  expect((await noticed(journey, id))[0]).toMatchObject({
    actor: { kind: 'workflow', id: 'ReviewConnections' },
    status: 'active',
    removal_due_at: null,
  });
  await cancel(id);
});

test('routes that are created and vanish', async () => {
  await put();
  await letConnect(journey);
  const { id } = await submitWith(journey, { routes: true });
  await acceptWith(id, ANNA);
  await journey.pass(HOUR);
  await removeRoute(journey, PAYMENTS_TABLE, '10.21.0.0/16');
  await invokeFunction('schedules/watch-connectivity', {});
  await hears(id, 'asked', 'decided', 'active', 'connectivity-changed', 'connectivity-changed');
  expect((await last(id, 'connectivity-changed')).description).toContain('The VPCs are partly connected.');
  await cancel(id);
});

test('a connection that was found, one that was taken over, and one that Peerway may not delete', async () => {
  await put({ pick_up: true });
  const ours = openSide(PAYMENTS, 'us-east-1', VPC.paymentsUs);
  const theirs = openSide(ANALYTICS, 'eu-west-1', VPC.analyticsEu);
  await outside.create(ours, theirs, { 'peerway:justification': 'Terraform made it.' });
  const active = await outside.create(openSide(PAYMENTS, 'eu-west-1', VPC.paymentsEu), theirs);
  await journey.pass(MINUTE);
  await outside.accept(active);
  await journey.pass(11 * MINUTE);
  await invokeFunction('schedules/update-register', {});
  await journey.pass(MINUTE);
  const adopted = await journey.call<{ peering_request_id: string }>(
    HUB,
    'POST',
    `/connections/${active.id}/adopt`,
    {},
  );
  const adoptedId = adopted.body.success ? adopted.body.data.peering_request_id : '';
  await hears(adoptedId, 'adopted');
  await busHears(adoptedId, 'adopted');
  expect((await last(adoptedId, 'adopted')).description).toContain('The network team took it over');

  const id = await idOf('found');
  process.env['DELETE_FOUND'] = 'true';
  await cancel(id);
  await hears(id, 'found', 'asked', 'decided', 'deletion-refused');
  await busHears(id, 'found', 'deletion-refused');
  expect((await last(id, 'found')).description).toMatch(
    /^Someone in account 111111111111 created a VPC peering connection to analytics outside Peerway/,
  );
});

test('what people write can’t mention a channel, hide a link, name somebody, or pass on the link of an approver', async () => {
  await put();
  const justification =
    '<!channel> <https://evil.example|here> R&D asks `anna@analytics.example`”. Approved.';
  const { id } = await journey.submit({
    ...ACROSS,
    vpc_id: VPC.paymentsLedger,
    vpc_region: 'eu-west-1',
    justification,
  });
  const link = await journey.linkOf(ANNA, id);
  await accept(id, `As said in ${link}`);
  await hears(id, 'asked', 'decided', 'active');
  expect((await last(id, 'asked')).description).toContain(
    'Justification: “!channel https[://]evil[.]example|here RD asks [email address]',
  );
  const { description } = await last(id, 'decided');
  expect(description).toContain('Comment: “As said in ');
  expect(description).not.toContain(new URL(link).pathname.split('/')[2]);
  await cancel(id);
});

test('when nothing can be published, no request waits, and everything is announced later', async () => {
  journey.topics.refuse(ANNOUNCEMENTS_TOPIC_ARN, 'InternalError');
  const { id } = await journey.submit({ ...ACROSS, vpc_id: VPC.paymentsLegacy });
  await accept(id);
  expect((await journey.request(id)).status).toBe('active');
  expect(await kindsOf(journey, id)).toEqual([]);
  journey.topics.refuse(ANNOUNCEMENTS_TOPIC_ARN, undefined);
  await hears(id, 'asked', 'decided', 'active');
});

test('every kind was announced, as Amazon Q Developer takes it, in one thread for each request', async () => {
  const all = await published(journey);
  expect([...new Set(all.map(({ attributes }) => attributes['kind']))].sort()).toEqual(
    ANNOUNCEMENT_KINDS.toSorted(),
  );
  const isValid = new Ajv2020({ allErrors: true }).compile<ChatMessage>(CUSTOM_NOTIFICATION);
  const chat = all.filter(({ attributes }) => attributes['format'] === 'chat');
  const ids = (messages: typeof all) =>
    new Set(messages.map(({ message }) => (message as { id: string }).id));
  expect(ids(chat)).toEqual(ids(all));
  for (const { message } of chat) {
    expect(isValid(message), JSON.stringify([message, isValid.errors])).toBe(true);
    const { threadId, summary } = (message as ChatMessage).metadata;
    expect(summary).toContain(threadId);
  }
});

test('nothing secret was published, and the search would find it', async () => {
  expect(await findSecrets(journey)).toEqual([]);
  const { id } = await journey.submit({
    ...ACROSS,
    vpc_id: VPC.paymentsEu,
    vpc_region: 'eu-west-1',
    peer_vpc_id: VPC.analyticsLake,
  });
  const token = new URL(await journey.linkOf(ANNA, id)).pathname.split('/')[2] ?? '';
  const { failure } = await journey.request(await idOf('failed'));
  const { events } = await journey.trail(await idOf('deletion-refused'));
  const refused = events.find(({ type }) => type === 'decision-refused')?.reason ?? '';
  const [, code = '', denial = ''] = /^(\w+): (.*) To delete the connection: /s.exec(refused) ?? [];
  expect(code).toBe('UnauthorizedOperation');
  for (const [planted, secret] of [
    [`it is x${token}x`, token],
    [{ to: CHIEF }, CHIEF],
    // What EC2 said, of a request that failed, and of a deletion that it refused, as a channel could read it.
    [{ description: `Failed: ${failure?.message}.` }, failure?.message],
    [{ description: `Not deleted: “${denial}”` }, denial],
  ] as const) {
    expect(secret).toMatch(/^.{10}/);
    expect(await findSecrets(journey, [planted]), secret).toContain(secret);
  }
});
