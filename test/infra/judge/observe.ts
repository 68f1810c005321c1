import { AcceptVpcPeeringConnectionCommand, CreateVpcPeeringConnectionCommand } from '@aws-sdk/client-ec2';
import { marshall } from '@aws-sdk/util-dynamodb';
import { changeKey, eventKey, type Key } from '../../../functions/adapters/table.ts';
import type { PeeringRequest, RequestId } from '../../../functions/domain/request/peering-request.ts';
import { invokeFunction } from '../../../local/functions.ts';
import { LEGACY_PREFIXES, TRANSIT_GATEWAY } from '../../../local/seed.ts';
import { signedFetch } from '../../../local/signed-fetch.ts';
import { moveLinksBack } from '../../api/raw-table.ts';
import { startVersionedBucket } from '../../cli/audit/versioned-bucket.ts';
import type { AwsCall } from '../../faults/aws-call.ts';
import { liveTogether } from '../../faults/cohort.ts';
import { tableOf } from '../../faults/evidence.ts';
import { type FaultyStack, startFaultyStack } from '../../faults/faulty-stack.ts';
import { LIVES, type LifeName } from '../../faults/lives.ts';
import { mailsIn } from '../../faults/mailbox.ts';
import {
  ANALYTICS,
  ec2As,
  HUB,
  newPair,
  PARTNER,
  PAYMENTS,
  type PairOfVpcs,
} from '../../faults/pair-of-vpcs.ts';
import type { Known } from './questions.ts';

export type Observed = Known & { calls: readonly AwsCall[]; archivedKeys: readonly string[] };

/** Shorter than in other tests: every life ends in it, and fewer sweeps see them. */
const WINDOW_SECONDS = 2 * 3600;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Lives every life, uses every route and page, runs every schedule and reader, and returns the calls of AWS. */
export const observe = async (): Promise<Observed> => {
  const stack = await startFaultyStack({ ec2: { windowSeconds: WINDOW_SECONDS } });
  try {
    // Otherwise one function assumes a role for all that come after it.
    stack.layer.shortenSessions();
    await call(stack, HUB, 'PUT', `/accounts/${PAYMENTS}`, PAYMENTS_ENTRY);
    const lives = Object.keys(LIVES) as LifeName[];
    const lived = await liveTogether(
      stack,
      lives.map((life) => ({ life, faults: [] })),
    );
    const findings = lived.flatMap((each) => each.findings);
    if (findings.length > 0) throw new Error(findings.join('\n'));
    const sessions = new Map<string, Known['sessions'][number]>();
    const keepSessions = () => {
      for (const session of stack.local.ec2.sessions()) sessions.set(session.accessKeyId, session);
    };
    await useTheRest(stack, async (hours) => {
      for (let hour = 0; hour < hours; hour++) {
        keepSessions();
        await stack.local.clock.advance(HOUR_MS);
      }
    });
    keepSessions();
    const archivedKeys = await archiveTrail(stack);
    return {
      calls: [...stack.layer.calls()].filter(({ invocation }) => invocation),
      sessions: [...sessions.values()],
      connections: stack.local.ec2.connections(),
      routeTables: stack.local.ec2.routeTables(),
      archivedKeys,
    };
  } finally {
    await stack.close();
  }
};

const FORM = new URLSearchParams({ decision: 'accept', form_token: 'unknown' });

const PAYMENTS_ENTRY = {
  name: 'payments',
  approvers: ['priya@payments.example'],
  onboarded: true,
  auto_accept_from: [ANALYTICS],
  connect: 'apply',
};

/** The directory doesn't have it. */
const NOBODY = '444444444444';

const call = async <T>(
  stack: FaultyStack,
  account: string,
  method: string,
  path: string,
  body?: object,
): Promise<T> => {
  const init = { method, ...(body && { body: JSON.stringify(body) }) };
  const response = await signedFetch(account, stack.local.endpoints.api + path, init);
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { data: T }).data;
};

/** Lets hours pass, and remembers the sessions, which STS forgets after a day. */
type Pass = (hours: number) => Promise<void>;

/** What no life does. */
const useTheRest = async (stack: FaultyStack, pass: Pass): Promise<void> => {
  const rejected = await requestThatEnded(stack, 'rejected');
  await invokeFunction('schedules/update-register', {});
  for (const path of [
    '/connections?limit=1',
    `/connections?account_id=${PAYMENTS}`,
    '/accounts',
    `/accounts/${PAYMENTS}`,
    `/accounts/${PAYMENTS}/events?limit=1`,
    '/directory',
    '/directory/events?limit=1',
    '/peering-requests?expiring_within=P1D',
    `/peering-requests?vpc_id=${rejected.vpc_id}`,
    `/peering-requests?requester_owner_id=${PAYMENTS}`,
  ]) {
    await call(stack, HUB, 'GET', path);
  }
  await call(stack, HUB, 'PUT', `/accounts/${PAYMENTS}`, PAYMENTS_ENTRY);
  const directory = { network_team: ['noor@network.example'] };
  const planned = await call<{ version: number }>(stack, HUB, 'PUT', '/directory', {
    directory,
    dry_run: true,
  });
  await call(stack, HUB, 'PUT', '/directory', { directory, version: planned.version });
  await moveLinksBack(stack.local.endpoints.dynamodb);
  await askAgain(stack);
  const { vpc_id, vpc_region, peer_vpc_id, peer_owner_id, peer_region } = rejected;
  const pair = { vpc_id, vpc_region, peer_vpc_id, peer_owner_id, peer_region };
  await call(stack, PAYMENTS, 'POST', '/peering-requests/preflight', pair);
  await call(stack, PAYMENTS, 'POST', '/peering-requests/preflight', { ...pair, peer_owner_id: NOBODY });
  await call(stack, PAYMENTS, 'POST', '/peering-requests', {
    ...pair,
    peer_owner_id: NOBODY,
    justification: 'It is missing.',
    dry_run: true,
  });
  const active = await requestThatEnded(stack, 'active');
  // What the network team does isn't counted.
  await call(stack, active.vpc_owner_id, 'GET', `/peering-requests/${active.id}/connectivity`);
  await call(stack, active.vpc_owner_id, 'POST', `/peering-requests/${active.id}/connect`, { dry_run: true });
  await call(stack, HUB, 'POST', `/peering-requests/${active.id}/connect`, {});
  await changeRoutesByHand(stack);
  const { api } = stack.local.endpoints;
  await fetch(`${api}/board/unknown`);
  await fetch(`${api}/board/unknown/requests/${rejected.id}`);
  await fetch(`${api}/decisions/unknown`);
  await fetch(`${api}/decisions/unknown`, { method: 'POST', body: FORM });
  await fetch(`${api}/decisions/unknown/list`, { method: 'POST', body: FORM });
  await fetch(`${api}/absences/unknown`);
  await fetch(`${api}/absences/unknown`, {
    method: 'POST',
    body: new URLSearchParams({ change: 'back', form_token: 'unknown' }),
  });
  await fetch(`${api}/reviews/unknown`);
  await fetch(`${api}/reviews/unknown`, { method: 'POST', body: FORM });
  await call(stack, PAYMENTS, 'POST', `/peering-requests/${rejected.id}/resubmit`, {});
  const reading = await call<{ url: string }>(
    stack,
    PAYMENTS,
    'POST',
    `/peering-requests/${rejected.id}/links`,
  );
  await open(reading.url);
  await sendList(stack);
  const board = await call<{ url: string }>(stack, HUB, 'POST', '/board-links', {});
  await open(board.url);
  await open(`${board.url}/requests/${rejected.id}`);
  await call(stack, HUB, 'DELETE', `/accounts/${PARTNER}`);
  await findConnections(stack);
  await end(stack, pass);
  await review(stack, active, pass);
  await invokeFunction('schedules/digest', {});
  await invokeFunction('streams/record-bounce', bounceOf(rejected.id));
};

/** Of connections that were created outside, one is picked up, one is of a stranger, and one is taken over. */
const findConnections = async (stack: FaultyStack): Promise<void> => {
  const { clock } = stack.local;
  const create = async (requester: string): Promise<string> => {
    const pair = await newPair(stack, { requester, accepter: ANALYTICS });
    const { VpcPeeringConnection } = await ec2As(stack, requester, pair.vpc_region).send(
      new CreateVpcPeeringConnectionCommand({
        VpcId: pair.vpc_id,
        PeerVpcId: pair.peer_vpc_id,
        PeerOwnerId: pair.peer_owner_id,
        PeerRegion: pair.peer_region,
      }),
    );
    return VpcPeeringConnection?.VpcPeeringConnectionId ?? '';
  };
  const active = await create(PAYMENTS);
  await clock.advance(MINUTE_MS);
  const accept = new AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId: active });
  await ec2As(stack, ANALYTICS, 'eu-west-1').send(accept);
  for (const requester of [PAYMENTS, PARTNER]) await create(requester);
  await clock.advance(MINUTE_MS);
  await invokeFunction('schedules/update-register', {});
  await call(stack, HUB, 'POST', `/connections/${active}/adopt`, {});
  await clock.advance(MINUTE_MS);
};

/** The requester twice asks for more time. An approver refuses the first, nobody answers the second, and it ends. */
const end = async (stack: FaultyStack, pass: Pass): Promise<void> => {
  const { endpoints } = stack.local;
  const pair = await newPair(stack, { requester: ANALYTICS, accepter: PAYMENTS });
  const about = { justification: 'for two days', contact_email: 'anna@analytics.example', active_for: 'P2D' };
  const { id } = await call<{ id: RequestId }>(stack, ANALYTICS, 'POST', '/peering-requests', {
    ...pair,
    ...about,
  });
  await pass(25);
  // From now on people decide.
  await call(stack, HUB, 'PUT', `/accounts/${PAYMENTS}`, { ...PAYMENTS_ENTRY, auto_accept_from: [] });
  await invokeFunction('schedules/sweep', {});
  const more = { extends_by: 'P1D', reason: 'The migration takes longer.' };
  await call(stack, ANALYTICS, 'POST', `/peering-requests/${id}/extension`, more);
  await invokeFunction('schedules/sweep', {});
  const decision = await linkIn(stack, id, 'decisions');
  await sendForm(decision, await open(decision), { decision: 'reject', comment: 'Two days are enough.' });
  await invokeFunction('schedules/sweep', {});
  const status = await linkIn(stack, id, 'status');
  const form = { extends_by: String(24 * 3600), reason: 'The migration takes longer.' };
  await sendForm(status.replace('/status/', '/extensions/'), await open(status), form);
  await fetch(`${endpoints.api}/extensions/unknown`, { method: 'POST', body: FORM });
  await pass(24);
  await invokeFunction('schedules/sweep', {});
  await pass(1);
  const { status: ended } = await call<{ status: string }>(stack, HUB, 'GET', `/peering-requests/${id}`);
  if (ended !== 'deleted') throw new Error(`At its end the request is ${ended}`);
};

/** The newest link of a kind in the mails about a request. */
const linkIn = async (stack: FaultyStack, id: RequestId, kind: 'decisions' | 'status'): Promise<string> => {
  const mails = (await mailsIn(stack)).filter(({ subject }) => subject.includes(id));
  const links = mails.flatMap(({ text }) => new RegExp(`https?:\\S+/${kind}/[\\w-]+`).exec(text)?.[0] ?? []);
  return links.at(-1) ?? '';
};

/** The requester takes Peerway's routes away, and leads those of a prefix list elsewhere: the watch sees both. */
const changeRoutesByHand = async (stack: FaultyStack): Promise<void> => {
  const { items } = await call<List>(stack, HUB, 'GET', '/peering-requests?status=active');
  const connected = items.find(({ connect }) => connect);
  if (!connected) throw new Error('No active request is connected');
  const { ec2, clock } = stack.local;
  const theirs = { target: TRANSIT_GATEWAY, origin: 'CreateRoute', createdAt: 0 } as const;
  for (const { vpcId, routeTableId } of ec2.routeTables()) {
    if (vpcId !== connected.vpc_id) continue;
    ec2.changeRouteTable(routeTableId, (table) => {
      table.routes = [{ ...theirs, destination: LEGACY_PREFIXES }];
    });
  }
  await clock.advance(HOUR_MS);
  await invokeFunction('schedules/watch-connectivity', {});
};

type List = { items: (PairOfVpcs & { id: RequestId; connect: object | null })[] };

const requestThatEnded = async (stack: FaultyStack, status: string) => {
  const { items } = await call<List>(stack, HUB, 'GET', `/peering-requests?status=${status}`);
  const [first] = items;
  if (!first) throw new Error(`No request is ${status}`);
  return first;
};

const open = async (url: string): Promise<string> => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`A page was answered ${response.status}`);
  return response.text();
};

/** On the page of a request that expired, and on the page of the new one, which is withdrawn. */
const askAgain = async (stack: FaultyStack): Promise<void> => {
  const { id } = await requestThatEnded(stack, 'expired');
  const link = await linkIn(stack, id, 'status');
  const again = await sendForm(link, await open(link));
  const [, withdrawal = ''] = /action="\.\.\/(withdrawals\/[\w-]+)"/.exec(again) ?? [];
  await sendForm(`${stack.local.endpoints.api}/${withdrawal}`, again);
};

/** An approver keeps a connection, after a form with a fault. Of the next review nobody hears, and a rule answers. */
const review = async (
  stack: FaultyStack,
  { id, peer_owner_id }: List['items'][number],
  pass: Pass,
): Promise<void> => {
  const entry = { name: 'reviewed', approvers: ['rea@reviews.example'], onboarded: true };
  const reviews = { review_every: 'P1D', review_unanswered: 'remove' };
  await call(stack, HUB, 'PUT', `/accounts/${peer_owner_id}`, { ...entry, ...reviews });
  await invokeFunction('schedules/review-connections', {});
  const mail = (await mailsIn(stack)).findLast(({ subject }) => subject.startsWith('Review '));
  const [link = ''] = /https?:\S+\/reviews\/[\w-]+/.exec(mail?.text ?? '') ?? [];
  const form_token = /name="form_token" value="([^"]+)"/.exec(await open(link))?.[1] ?? '';
  for (const answer of ['remove', 'keep']) {
    const fields = { form_token, [`answer-${id}`]: answer, [`shown-${id}`]: '' };
    await fetch(link, { method: 'POST', body: new URLSearchParams(fields) });
  }
  for (let day = 0; day < 2; day++) {
    await pass(24);
    await invokeFunction('schedules/review-connections', {});
  }
};

/** On the page of a request that waits, with a second click; then its approver is away and comes back. */
const sendList = async (stack: FaultyStack): Promise<void> => {
  await stack.local.clock.advance(60_000);
  const [mail] = (await mailsIn(stack)).filter(({ subject }) => subject.startsWith('Approve')).slice(-1);
  const [link = ''] = /https?:\S+\/decisions\/[\w-]+/.exec(mail?.text ?? '') ?? [];
  const page = await open(link);
  for (let click = 0; click < 2; click++) await sendForm(`${link}/list`, page);
  const absence = link.replace('/decisions/', '/absences/');
  const form = await open(absence);
  const [, instead = ''] = /<option value="([^"]+)"/.exec(form) ?? [];
  const until = new Date(stack.local.clock.now().getTime() + 3 * 86_400_000).toISOString().slice(0, 10);
  await sendForm(absence, form, { change: 'away', until, instead });
  await sendForm(absence, await open(absence), { change: 'back' });
};

const sendForm = async (url: string, page: string, fields: Record<string, string> = {}): Promise<string> => {
  const hidden = [...page.matchAll(/name="(form_token|extension)" value="([^"]+)"/g)].map(
    ([, name = '', value = '']) => [name, value] as const,
  );
  const body = new URLSearchParams({ ...Object.fromEntries(hidden), ...fields });
  const answer = await fetch(url, { method: 'POST', body });
  if (!answer.ok) throw new Error(`A form was answered ${answer.status}`);
  return answer.text();
};

const bounceOf = (id: RequestId) => ({
  source: 'aws.ses',
  'detail-type': 'Email Bounced',
  detail: {
    bounce: {
      bounceType: 'Permanent',
      feedbackId: 'feedback',
      bouncedRecipients: [{ emailAddress: 'priya@payments.example' }],
    },
    mail: { tags: { request_id: [id], mail: ['outcome'] } },
  },
});

/** The fault layer knows no S3, so what is there afterwards says what was put. */
type Sequenced = { sequence: number };

const archiveTrail = async (stack: FaultyStack): Promise<string[]> => {
  const { id } = await requestThatEnded(stack, 'rejected');
  const events = await tableOf(stack).requests.events(id as PeeringRequest['id']);
  const bucket = await startVersionedBucket();
  Object.assign(process.env, { AWS_ENDPOINT_URL_S3: bucket.endpoint, ARCHIVE_BUCKET: 'archive' });
  const { events: changes } = await call<{ events: Sequenced[] }>(
    stack,
    HUB,
    'GET',
    '/directory/events?limit=1',
  );
  const inserted = (item: Key & Sequenced) => ({
    eventName: 'INSERT',
    dynamodb: {
      SequenceNumber: String(item.sequence),
      NewImage: marshall(item, { removeUndefinedValues: true }),
    },
  });
  const Records = [
    ...events.map((event) => inserted({ ...eventKey(id, event.sequence), ...event })),
    ...changes.map((change) => inserted({ ...changeKey(change.sequence), ...change })),
  ];
  try {
    await invokeFunction('streams/archive-events', { Records });
    return bucket.keys();
  } finally {
    bucket.close();
  }
};
