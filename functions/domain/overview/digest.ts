import { countApprovals } from '../directory/count-approvals.ts';
import type { Nobody } from '../directory/document.ts';
import type { Account, Directory, MissingAccounts } from '../directory/ports.ts';
import { countMostNotifications } from '../mail/due-mails.ts';
import { DIGEST_LINES, type Digest, type DigestLine } from '../mail/network-team-mails.ts';
import { listDeciders } from '../mail/parts.ts';
import { describeUnsent, listUnsentMails } from '../mail/unsent-mails.ts';
import type { PeeringRequest, UnsentMail } from '../request/peering-request.ts';
import type {
  Clock,
  Counted,
  Position,
  RequestFilter,
  RequestLists,
  Requests,
  Reviews,
} from '../request/ports.ts';
import { isUnanswered } from '../request/review.ts';
import type { RequestStatus } from '../request/status.ts';
import { getAccountName } from '../wording/account-names.ts';
import { describeActor } from '../wording/actors.ts';
import { describeApprovals } from '../wording/approvals.ts';
import { describeConnectivity } from '../wording/connectivity.ts';
import { describeStatus } from '../wording/statuses.ts';
import { describeCount, formatUtc } from '../wording/times.ts';
import { listMissing } from './missing-accounts.ts';

const HOUR_MS = 3_600_000;
const SOON_MS = 48 * HOUR_MS;
const DAY_MS = 24 * HOUR_MS;

/** A request ends within its window, and so within days of its creation. Only a deleted one may be older. */
const OLDEST_MS = 10 * DAY_MS;

const PAGE = 100;

/** Pages of deadlines, and of the requests of each status among which those are that ended since yesterday. */
const DEADLINE_PAGES = 5;
const OUTCOME_PAGES = 25;

/** A window is seven days long. So what expired since yesterday was created before. */
const NEWEST_EXPIRED_MS = 6 * DAY_MS;

/** The trail says when a request ended. Of more of one status than this, their last change does, which follows soon. */
const MOST_TRAILS = 100;
const TRAILS_AT_ONCE = 10;

export type DigestDeps = {
  requests: Requests;
  lists: RequestLists;
  reviews: Reviews;
  directory: Directory;
  missingAccounts: Pick<MissingAccounts, 'list'>;
  clock: Clock;
};

/** Pages of active requests whose connectivity is watched. */
const WATCHED_PAGES = 25;

/** What the network team reads first, when there is more than a mail shows. */
const OUTCOMES: readonly RequestStatus[] = [
  'failed',
  'expired',
  'rejected',
  'cancelled',
  'deleted',
  'active',
];

type Ended = { request: PeeringRequest; at: string };

/** Loads the deadlines within 48 hours, and the outcomes and changes of connectivity of the last 24. */
export const loadDigest = async (deps: DigestDeps): Promise<Digest> => {
  const now = deps.clock();
  const accounts = new Map((await deps.directory.accounts()).map((account) => [account.account_id, account]));
  const since = new Date(now.getTime() - DAY_MS).toISOString();
  const expires_before = new Date(now.getTime() + SOON_MS).toISOString();
  const soon = await readPages({ sort: 'expiring', expires_before }, DEADLINE_PAGES, deps.lists);
  const waiting = soon.items.filter(({ decision }) => !decision);
  const outcomes = await Promise.all(OUTCOMES.map((status) => listEnded(status, now, since, deps)));
  const ended = outcomes.flatMap(({ found }) => found).sort((one, other) => (one.at < other.at ? -1 : 1));
  const endedShown = (
    ended.length > DIGEST_LINES ? ended.toSorted((one, other) => rankOf(one) - rankOf(other)) : ended
  ).slice(0, DIGEST_LINES);
  const drifted = await listDrifted(since, deps);
  const nameOf = ({ owner_id }: PeeringRequest['accepter']) =>
    getAccountName(accounts.get(owner_id), owner_id);
  const unreviewed = await listUnreviewed([...accounts.values()], now, deps);
  return {
    since,
    until: expires_before,
    expiring: {
      lines: waiting.slice(0, DIGEST_LINES).map((request) => ({
        ...formatLine(request, accounts),
        news: describePending(request, accounts, now),
      })),
      total: soon.is_cut ? await deps.lists.countPending(expires_before) : exactly(waiting),
      parts: repeated(partsOf(waiting.map(({ accepter }) => nameOf(accepter)))),
    },
    ended: {
      lines: endedShown.map(({ request, at }) => ({
        ...formatLine(request, accounts),
        news: describeOutcome(request, at, now),
      })),
      total: { count: ended.length, is_cut: outcomes.some(({ is_cut }) => is_cut) },
      parts: partsOf(ended.map(({ request }) => describeStatus(request.status))),
    },
    drifted: {
      lines: drifted.slice(0, DIGEST_LINES).map(({ request, at, state }) => ({
        ...formatLine(request, accounts),
        news: `${describeConnectivity(state)} since ${formatUtc(at)}`,
      })),
      total: exactly(drifted),
      parts: repeated(partsOf(drifted.map(({ request }) => nameOf(request.accepter)))),
    },
    unreviewed,
    missing: await listMissing(accounts, since, deps.missingAccounts),
    nobody: describeNobody(await deps.directory.nobody(), accounts),
    people: [
      ...endedShown.flatMap(({ request }) => listDeciders(request)),
      ...[...waiting, ...endedShown.map(({ request }) => request)].flatMap(({ unsent_mails = [] }) =>
        unsent_mails.map(({ to }) => to),
      ),
    ],
  };
};

const rankOf = ({ request: { status } }: Ended): number => OUTCOMES.indexOf(status);

const exactly = ({ length }: readonly unknown[]): Counted => ({ count: length, is_cut: false });

const partsOf = (names: readonly string[]): [string, number][] =>
  [...Map.groupBy(names, (name) => name)]
    .map(([name, all]): [string, number] => [name, all.length])
    .sort(([, one], [, other]) => other - one);

const repeated = (parts: readonly [string, number][]) => parts.filter(([, size]) => size > 1);

/** Stops after a fixed number of pages, so that the digest's cost is bounded. */
const readPages = async (
  filter: RequestFilter,
  pages: number,
  lists: RequestLists,
  isFarEnough: (request: PeeringRequest) => boolean = () => false,
  isWanted: (request: PeeringRequest) => boolean = () => true,
  from?: Position,
): Promise<{ items: PeeringRequest[]; is_cut: boolean }> => {
  const found: PeeringRequest[] = [];
  let after = from;
  for (let page = 0; page < pages; page++) {
    const { items, next } = await lists.page(filter, PAGE, after);
    found.push(...items.filter(isWanted));
    after = next;
    const last = items.at(-1);
    if (!after || (last && isFarEnough(last))) return { items: found, is_cut: false };
  }
  return { items: found, is_cut: true };
};

const listEnded = async (
  status: RequestStatus,
  now: Date,
  since: string,
  { lists, requests }: DigestDeps,
): Promise<{ found: Ended[]; is_cut: boolean }> => {
  const oldest = new Date(now.getTime() - OLDEST_MS).toISOString();
  const isTooOld = ({ created_at }: PeeringRequest) => status !== 'deleted' && created_at < oldest;
  const isRecent = ({ updated_at }: PeeringRequest) => updated_at >= since;
  const read = (from?: Position) =>
    readPages({ sort: 'newest', status }, OUTCOME_PAGES, lists, isTooOld, isRecent, from);
  let { items, is_cut } = await read();
  if (is_cut && status === 'expired') {
    const at = new Date(now.getTime() - NEWEST_EXPIRED_MS).toISOString();
    const older = await read({ at, id: 'pr-' });
    items = [...new Map([...items, ...older.items].map((request) => [request.id, request])).values()];
    is_cut = older.is_cut;
  }
  const candidates = items.toSorted((one, other) => (one.updated_at > other.updated_at ? -1 : 1));
  const found = candidates.slice(MOST_TRAILS).map((request) => ({ request, at: request.updated_at }));
  for (let from = 0; from < Math.min(MOST_TRAILS, candidates.length); from += TRAILS_AT_ONCE) {
    const some = candidates.slice(from, from + TRAILS_AT_ONCE);
    const trails = await Promise.all(some.map(({ id }) => requests.events(id)));
    for (const [place, request] of some.entries()) {
      const change = trails[place]?.findLast(({ from_status, to_status }) => from_status !== to_status);
      if (change && change.at >= since) found.push({ request, at: change.at });
    }
  }
  // Of deleted ones there are more with every year, and hardly any that old is deleted.
  return { found, is_cut: is_cut && status !== 'deleted' };
};

/** Whose routes or DNS resolution somebody changed, which Peerway doesn't change back. */
const listDrifted = async (since: string, { lists, requests }: DigestDeps) => {
  const found: PeeringRequest[] = [];
  let bookmark: string | undefined;
  for (let page = 0; page < WATCHED_PAGES; page++) {
    const watched = await lists.watched('connected', bookmark);
    found.push(...(await requests.getMany(watched.ids)));
    bookmark = watched.bookmark;
    if (!bookmark) break;
  }
  return found
    .flatMap((request) => {
      const { status, connectivity } = request;
      const isNews = status === 'active' && connectivity?.drifted && connectivity.since >= since;
      return isNews ? [{ request, at: connectivity.since, state: connectivity.state }] : [];
    })
    .sort((one, other) => (one.at < other.at ? -1 : 1));
};

/** The reviews whose time is over, of which something is without an answer. */
const listUnreviewed = async (
  accounts: readonly Account[],
  now: Date,
  { reviews, requests }: DigestDeps,
): Promise<string[]> => {
  const lines: string[] = [];
  for (const account of accounts) {
    const review = account.review_every ? await reviews.latest(account.account_id) : undefined;
    if (!review || now.toISOString() < review.due_at) continue;
    const found = await requests.getMany(review.requests);
    const left = found.filter((request) => isUnanswered(request, review.started_at)).length;
    if (left === 0) continue;
    const name = getAccountName(account, account.account_id);
    lines.push(
      `${name}: nobody answered for ${left} of ${review.requests.length} connections by ${formatUtc(review.due_at)}${account.review_unanswered === 'remove' ? '. They are to be removed' : ''}`,
    );
  }
  return lines;
};

const describeNobody = ({ accounts, groups }: Nobody, known: ReadonlyMap<string, Account>): string[] => [
  ...accounts.map((id) => `${getAccountName(known.get(id), id)} (${id}): nobody can decide about requests`),
  ...groups.map((name) => `group:${name}: nobody is in it`),
];

const formatLine = (
  { id, requester, accepter }: PeeringRequest,
  accounts: ReadonlyMap<string, Account>,
): Omit<DigestLine, 'news'> => ({
  id,
  requester: getAccountName(accounts.get(requester.owner_id), requester.owner_id),
  accepter: getAccountName(accounts.get(accepter.owner_id), accepter.owner_id),
  vpc: requester.vpc_id,
  peer: accepter.vpc_id,
});

const describePending = (
  request: PeeringRequest,
  accounts: ReadonlyMap<string, Account>,
  now: Date,
): string => {
  const { expires_at = '', accepter } = request;
  const account = accounts.get(accepter.owner_id);
  const tally = countApprovals(account, request);
  const unsent = listUnsentMails(request, account, now);
  const notifications = countMostNotifications(request);
  return [
    `deadline ${formatUtc(expires_at)}`,
    `approvers notified ${describeCount(notifications)}`,
    ...(tally.required > 1 ? [describeApprovals(tally)] : []),
    ...describeUnsentMails(unsent),
  ].join(', ');
};

const describeOutcome = (request: PeeringRequest, at: string, now: Date): string => {
  const by = request.status === 'deleted' ? request.teardown?.by : request.decision?.by;
  return [
    `${describeStatus(request.status)} on ${formatUtc(at)}${by ? ` by ${describeActor(by)}` : ''}`,
    ...describeUnsentMails(listUnsentMails(request, undefined, now)),
  ].join(', ');
};

const describeUnsentMails = (unsent: readonly UnsentMail[]): string[] =>
  unsent.length > 0 ? [`couldn’t email ${unsent.map(describeUnsent).join(', ')}`] : [];
