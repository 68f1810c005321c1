import type { Account, Directory } from '../directory/ports.ts';
import { countMostNotifications } from '../mail/due-mails.ts';
import type { ConnectivityState } from '../request/connect.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import type { Clock, Counted, Position, RequestFilter, RequestLists } from '../request/ports.ts';
import { isOpen, type RequestStatus, STATUSES } from '../request/status.ts';
import { explainStuck } from '../workflow/explain-stuck.ts';

/** The most requests that one page shows. */
export const BOARD_PAGE = 50;

/** Nothing lists the stuck requests, so these many of a status are checked for one page of them. */
export const CHECKED_FOR_STUCK = 500;
const CHECKED_AT_ONCE = 100;

const DAY_MS = 86_400_000;

/** Those with a deadline come first. */
export const OPEN_STATUSES: readonly RequestStatus[] = [
  'pending-acceptance',
  ...STATUSES.filter((status) => isOpen(status) && status !== 'pending-acceptance'),
];

/** The board shows the open requests, or those whose connection is active. */
export const SHOWN_STATUSES: readonly RequestStatus[] = [...OPEN_STATUSES, 'active'];

/** Where a page of the board begins: in the list of a status, and there after a request. */
export type BoardPlace = { status: RequestStatus; after?: Position };

export type BoardFilter = {
  /** The requester's or the accepter's: its ID, or all or some of its name. */
  account?: string;
  status?: RequestStatus;
  stuck?: boolean;
  from?: BoardPlace;
};

export type BoardEntry = {
  request: PeeringRequest;
  /** Why the request is stuck, if it is. */
  stuck: string | undefined;
  /** How often its approvers were notified, at most. */
  notifications: number;
};

export type Board = {
  entries: readonly BoardEntry[];
  /** Where the next page begins, if there is one. */
  next?: BoardPlace;
  /** Of all open requests, when they don't fit on a page: how many are pending, and how many for less than a day. */
  pending?: { all: Counted; soon: Counted };
  /** The account of the filter, if there is exactly one. */
  account?: Account | undefined;
  accounts: readonly Account[];
};

type Deps = { lists: RequestLists; directory: Directory; clock: Clock };

/**
 * Loads a page of the open requests, the earliest deadline first, and those without a deadline last. Of the page, those
 * that are stuck come first; of active ones, those whose VPCs aren't connected. Its cost is bounded.
 */
export const loadBoard = async (filter: BoardFilter, deps: Deps): Promise<Board> => {
  const { lists, directory, clock } = deps;
  const now = clock();
  const reading = directory.accounts();
  const asked = filter.account;
  const account_id =
    asked === undefined || IS_ID.test(asked) ? asked : findAccount(asked, await reading)?.account_id;
  const isFound = asked === undefined || account_id !== undefined;
  const statuses = isFound ? statusesOf(filter) : [];
  const [accounts, ...read] = await Promise.all([
    reading,
    ...statuses.map(async (status) => ({
      status,
      ...(await readEntries({ ...filter, status }, account_id, reading, deps)),
    })),
  ]);
  const { entries, next } = firstPage(read);
  const inADay = new Date(now.getTime() + DAY_MS).toISOString();
  const hasOthers = next !== undefined || filter.from !== undefined;
  const isOfAll = account_id === undefined && !filter.stuck && statuses.includes('pending-acceptance');
  return {
    entries: entries.sort(
      (one, other) =>
        Number(!one.stuck) - Number(!other.stuck) ||
        endOf(one.request) - endOf(other.request) ||
        rankOf(one.request) - rankOf(other.request),
    ),
    ...(next && { next }),
    ...(hasOthers && isOfAll && { pending: await countPending(inADay, lists) }),
    account: accounts.find((account) => account.account_id === account_id),
    accounts,
  };
};

const countPending = async (inADay: string, lists: RequestLists): Promise<NonNullable<Board['pending']>> => {
  const [all, soon] = await Promise.all([lists.countPending(), lists.countPending(inADay)]);
  return { all, soon };
};

const IS_ID = /^\d{12}$/;

/** The account with this name, or the only one with this in its name. */
const findAccount = (text: string, accounts: readonly Account[]): Account | undefined => {
  const wanted = text.toLowerCase();
  const [first, ...others] = accounts.filter(({ name }) => name.toLowerCase().includes(wanted));
  return (
    accounts.find(({ name }) => name.toLowerCase() === wanted) ?? (others.length === 0 ? first : undefined)
  );
};

/** Of those without a deadline there are few, so that the stuck ones among them are on the first page. */
const statusesOf = ({ status, stuck, from }: BoardFilter): readonly RequestStatus[] => {
  const statuses = status ? [status] : stuck ? OPEN_STATUSES.toReversed() : OPEN_STATUSES;
  return from ? statuses.slice(Math.max(0, statuses.indexOf(from.status))) : statuses;
};

type Read = { entries: BoardEntry[]; next?: Position };

/** Reads as many entries as a page shows, or what a bounded number of reads finds. */
const readEntries = async (
  { status, stuck, from }: BoardFilter & { status: RequestStatus },
  account_id: string | undefined,
  accounts: Promise<readonly Account[]>,
  { lists, clock }: Deps,
): Promise<Read> => {
  const now = clock();
  const filter: RequestFilter = {
    ...(account_id && { visible_to: account_id }),
    ...(status === 'pending-acceptance' ? { sort: 'expiring' } : { sort: 'newest', status }),
  };
  const limit = stuck ? CHECKED_AT_ONCE : BOARD_PAGE;
  const entries: BoardEntry[] = [];
  let next = from?.status === status ? from.after : undefined;
  for (let checked = 0; checked < CHECKED_FOR_STUCK; checked += limit) {
    const page = await lists.page(filter, limit, next);
    const known = new Map((await accounts).map((account) => [account.account_id, account]));
    entries.push(
      ...page.items
        .map((request) => ({
          request,
          stuck: explainStuck(request, known.get(request.accepter.owner_id), now)?.why,
          notifications: countMostNotifications(request),
        }))
        .filter((entry) => entry.stuck || !stuck),
    );
    next = page.next;
    if (!next || entries.length >= BOARD_PAGE) break;
  }
  return { entries, ...(next && { next }) };
};

/** The first page of what was read of each status, one status after the other. */
const firstPage = (
  read: readonly (Read & { status: RequestStatus })[],
): Pick<Board, 'next'> & Pick<Read, 'entries'> => {
  const entries: BoardEntry[] = [];
  for (const { status, entries: some, next } of read) {
    const room = BOARD_PAGE - entries.length;
    entries.push(...some.slice(0, room));
    const last = some[room - 1];
    if (some.length > room) {
      return { entries, next: { status, ...(last && { after: positionOf(last.request) }) } };
    }
    if (next) return { entries, next: { status, after: next } };
  }
  return { entries };
};

const positionOf = ({ id, status, created_at, expires_at }: PeeringRequest): Position => ({
  at: status === 'pending-acceptance' ? (expires_at ?? created_at) : created_at,
  id,
});

const endOf = ({ status, expires_at }: PeeringRequest): number =>
  status === 'pending-acceptance' && expires_at ? Date.parse(expires_at) : Number.MAX_SAFE_INTEGER;

const RANKS = ['not-connected', 'partial', 'unknown', 'connected'] as const satisfies ConnectivityState[];

const rankOf = ({ connectivity }: PeeringRequest): number =>
  connectivity ? RANKS.indexOf(connectivity.state) : RANKS.length;
