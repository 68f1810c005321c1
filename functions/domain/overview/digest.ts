import { countApprovals } from '../directory/count-approvals.ts';
import type { Account, Directory } from '../directory/ports.ts';
import { countMostNotifications } from '../mail/due-mails.ts';
import type { Digest, DigestLine } from '../mail/network-team-mails.ts';
import { listDeciders } from '../mail/parts.ts';
import { describeUnsent, listUnsentMails } from '../mail/unsent-mails.ts';
import type { PeeringRequest, UnsentMail } from '../request/peering-request.ts';
import type { Clock, Position, RequestFilter, RequestLists, Requests } from '../request/ports.ts';
import { isOpen, type RequestStatus, STATUSES } from '../request/status.ts';
import { getAccountName } from '../wording/account-names.ts';
import { describeActor } from '../wording/actors.ts';
import { describeApprovals } from '../wording/approvals.ts';
import { describeConnectivity } from '../wording/connectivity.ts';
import { describeStatus } from '../wording/statuses.ts';
import { describeCount, formatUtc } from '../wording/times.ts';

const HOUR_MS = 3_600_000;
const SOON_MS = 48 * HOUR_MS;
const DAY_MS = 24 * HOUR_MS;

/** A request ends within its window, and so within days of its creation. Only a deleted one may be older. */
const OLDEST_MS = 10 * DAY_MS;

const PAGE = 100;
const PAGES = 5;

export type DigestDeps = { requests: Requests; lists: RequestLists; directory: Directory; clock: Clock };

/** Pages of active requests whose connectivity is watched. */
const WATCHED_PAGES = 25;

/** Loads the deadlines within 48 hours, and the outcomes and changes of connectivity of the last 24. */
export const loadDigest = async (deps: DigestDeps): Promise<Digest> => {
  const now = deps.clock();
  const accounts = new Map((await deps.directory.accounts()).map((account) => [account.account_id, account]));
  const since = new Date(now.getTime() - DAY_MS).toISOString();
  const expires_before = new Date(now.getTime() + SOON_MS).toISOString();
  const soon = await readPages({ sort: 'expiring', expires_before }, deps.lists);
  const ended = (
    await Promise.all(
      STATUSES.filter((status) => !isOpen(status)).map((status) => listEnded(status, now, since, deps)),
    )
  ).flat();
  const drifted = await listDrifted(since, deps);
  return {
    since,
    until: expires_before,
    expiring: soon
      .filter(({ decision }) => !decision)
      .map((request) => ({
        ...formatLine(request, accounts),
        news: describePending(request, accounts, now),
      })),
    ended: ended
      .sort((one, other) => (one.at < other.at ? -1 : 1))
      .map(({ request, at }) => ({
        ...formatLine(request, accounts),
        news: describeOutcome(request, at, now),
      })),
    drifted: drifted.map(({ request, at, state }) => ({
      ...formatLine(request, accounts),
      news: `${describeConnectivity(state)} since ${formatUtc(at)}`,
    })),
    people: [
      ...ended.flatMap(({ request }) => listDeciders(request)),
      ...[...soon, ...ended.map(({ request }) => request)].flatMap(({ unsent_mails = [] }) =>
        unsent_mails.map(({ to }) => to),
      ),
    ],
  };
};

/** Stops after a fixed number of pages, so that the digest's cost is bounded. */
const readPages = async (
  filter: RequestFilter,
  lists: RequestLists,
  isFarEnough: (request: PeeringRequest) => boolean = () => false,
): Promise<PeeringRequest[]> => {
  const found: PeeringRequest[] = [];
  let after: Position | undefined;
  for (let page = 0; page < PAGES; page++) {
    const { items, next } = await lists.page(filter, PAGE, after);
    found.push(...items);
    after = next;
    const last = items.at(-1);
    if (!after || (last && isFarEnough(last))) break;
  }
  return found;
};

const listEnded = async (
  status: RequestStatus,
  now: Date,
  since: string,
  { lists, requests }: DigestDeps,
) => {
  const oldest = new Date(now.getTime() - OLDEST_MS).toISOString();
  const isTooOld = ({ created_at }: PeeringRequest) => status !== 'deleted' && created_at < oldest;
  const candidates = await readPages({ sort: 'newest', status }, lists, isTooOld);
  const ended: { request: PeeringRequest; at: string }[] = [];
  for (const request of candidates.filter(({ updated_at }) => updated_at >= since)) {
    const change = (await requests.events(request.id)).findLast(
      ({ from_status, to_status }) => from_status !== to_status,
    );
    if (change && change.at >= since) ended.push({ request, at: change.at });
  }
  return ended;
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
