import type { Account, Directory } from '../directory/ports.ts';
import { countMostNotifications } from '../mail/due-mails.ts';
import type { ConnectivityState } from '../request/connect.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import type { Clock, Position, RequestFilter, RequestLists } from '../request/ports.ts';
import { isOpen, type RequestStatus, STATUSES } from '../request/status.ts';
import { explainStuck } from '../workflow/explain-stuck.ts';

/** The most requests that one page shows. Filters reach the others. */
const MOST = 300;

const PAGE = 100;

export const OPEN_STATUSES: readonly RequestStatus[] = STATUSES.filter(isOpen);

/** The board shows the open requests, or those whose connection is active. */
export const SHOWN_STATUSES: readonly RequestStatus[] = [...OPEN_STATUSES, 'active'];

export type BoardFilter = {
  /** The requester's or the accepter's. */
  account_id?: string;
  status?: RequestStatus;
  stuck?: boolean;
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
  /** Whether there are more requests than the page shows. */
  is_cut: boolean;
  accounts: readonly Account[];
};

/**
 * Loads the open requests, the earliest deadline first, and those without a deadline last. Of active ones, those come
 * first whose VPCs aren't connected.
 */
export const loadBoard = async (
  filter: BoardFilter,
  { lists, directory, clock }: { lists: RequestLists; directory: Directory; clock: Clock },
): Promise<Board> => {
  const statuses = filter.status ? [filter.status] : OPEN_STATUSES;
  const [accounts, ...found] = await Promise.all([
    directory.accounts(),
    ...statuses.map((status) => readPages(status, filter.account_id, lists)),
  ]);
  const now = clock();
  const accountOf = new Map(accounts.map((account) => [account.account_id, account]));
  const entries = found
    .flatMap(({ items }) => items)
    .map((request) => ({
      request,
      stuck: explainStuck(request, accountOf.get(request.accepter.owner_id), now)?.why,
      notifications: countMostNotifications(request),
    }))
    .filter(({ stuck }) => stuck || !filter.stuck)
    .sort(
      (one, other) =>
        endOf(one.request) - endOf(other.request) || rankOf(one.request) - rankOf(other.request),
    );
  return { entries, is_cut: found.some(({ is_cut }) => is_cut), accounts };
};

const endOf = ({ status, expires_at }: PeeringRequest): number =>
  status === 'pending-acceptance' && expires_at ? Date.parse(expires_at) : Number.MAX_SAFE_INTEGER;

const RANKS = ['not-connected', 'partial', 'unknown', 'connected'] as const satisfies ConnectivityState[];

const rankOf = ({ connectivity }: PeeringRequest): number =>
  connectivity ? RANKS.indexOf(connectivity.state) : RANKS.length;

const readPages = async (status: RequestStatus, account_id: string | undefined, lists: RequestLists) => {
  const filter: RequestFilter = {
    ...(account_id && { visible_to: account_id }),
    ...(status === 'pending-acceptance' ? { sort: 'expiring' } : { sort: 'newest', status }),
  };
  const items: PeeringRequest[] = [];
  let after: Position | undefined;
  do {
    const { items: some, next } = await lists.page(filter, PAGE, after);
    items.push(...some);
    after = next;
  } while (after && items.length < MOST);
  return { items: items.slice(0, MOST), is_cut: after !== undefined || items.length > MOST };
};
