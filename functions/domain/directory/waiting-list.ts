import { isWaiting, type PeeringRequest } from '../request/peering-request.ts';
import type { Clock, RequestLists } from '../request/ports.ts';
import type { Accounts } from './accounts.ts';
import { mayDecide, mayDecideSome } from './approvers.ts';
import type { Account, Directory } from './ports.ts';
import { findEarlierApproval } from './their-seat.ts';

/** A request that waits for somebody's decision. */
export type WaitingRequest = Accounts & { request: PeeringRequest & { expires_at: string } };

export type WaitingList = {
  /** The soonest deadline first. */
  waiting: readonly WaitingRequest[];
  /** Whether more may wait. */
  is_cut: boolean;
};

export type WaitingListDeps = { lists: RequestLists; directory: Directory; clock: Clock };

/** The most requests that a list has. */
const MOST = 50;

/** Each account costs a query, and the records on its page. Few people approve for more accounts. */
const MOST_ACCOUNTS = 10;
const PAGE = 100;

/** Lists what waits for a person's decision, in all accounts for which they decide. Its cost is bounded. */
export const loadWaitingList = async (
  person: string,
  { lists, directory, clock }: WaitingListDeps,
): Promise<WaitingList> => {
  const accounts = await directory.accounts();
  const known = new Map(accounts.map((account) => [account.account_id, account]));
  const approved = accounts.filter((account) => mayDecideSome(account, person));
  const now = clock().toISOString();
  const pages = await Promise.all(
    approved.slice(0, MOST_ACCOUNTS).map(async (account) => {
      const filter = { sort: 'expiring', peer_owner_id: account.account_id } as const;
      const { items, next } = await lists.page(filter, PAGE);
      return { found: items.filter((request) => waitsFor(person, account, request, now)), next };
    }),
  );
  const waiting = pages
    .flatMap(({ found }) => found)
    .sort((one, other) => (one.expires_at < other.expires_at ? -1 : 1));
  return {
    waiting: waiting.slice(0, MOST).map((request) => ({
      request,
      requesterAccount: known.get(request.requester.owner_id),
      accepterAccount: known.get(request.accepter.owner_id),
    })),
    is_cut:
      waiting.length > MOST ||
      approved.length > MOST_ACCOUNTS ||
      pages.some(({ next }) => next !== undefined),
  };
};

const waitsFor = (
  person: string,
  account: Account,
  request: PeeringRequest,
  now: string,
): request is WaitingRequest['request'] =>
  isWaiting(request) &&
  request.expires_at !== undefined &&
  now < request.expires_at &&
  mayDecide(account, request, person) &&
  !findEarlierApproval(account, request, person);
