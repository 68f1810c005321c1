import { loadDeciders } from '../domain/directory/accounts.ts';
import type { Directory } from '../domain/directory/ports.ts';
import { ValidationError } from '../domain/request/errors.ts';
import type { Clock, Cursors, Position, RequestFilter, RequestLists } from '../domain/request/ports.ts';
import { apiHandler, type Call, type Success } from '../edge/api-handler.ts';
import { toSeconds } from '../edge/contract/fields.ts';
import { list as contract } from '../edge/contract/peering-requests.ts';
import { hashContext, openCursor } from '../edge/list-cursor.ts';
import { requestView, summaryView } from '../edge/request-view.ts';
import { callerRules, clock, cursors, directory, lists } from '../wiring.ts';

const DEFAULT_LIMIT = 25;

type ListCall = Call<typeof contract>;

/**
 * Lists the requests in which the caller's account owns either VPC. The network team sees all requests.
 *
 * @throws ValidationError
 */
export const listRequests = async (
  call: ListCall,
  deps: { lists: RequestLists; directory: Directory; cursors: Cursors; clock: Clock },
): Promise<Success<typeof contract>> => {
  const { include, limit, cursor } = call.query;
  const context = contextOf(call);
  const after = await openCursor<Position>(cursor, context, deps.cursors);
  const { items, next } = await deps.lists.page(
    toFilter(call, deps.clock()),
    Number(limit ?? DEFAULT_LIMIT),
    after,
  );
  const accounts = await loadDeciders(items, deps.directory);
  return {
    data: {
      items: items.map((request) => {
        const view = requestView(request, deps.clock(), accounts.get(request.accepter.owner_id), call.caller);
        return include === 'preflight' ? view : summaryView(view);
      }),
      next_cursor: next ? await deps.cursors.seal(next, context) : null,
    },
  };
};

const toFilter = ({ query, caller }: ListCall, now: Date): RequestFilter => {
  const { status, vpc_id, requester_owner_id, peer_owner_id, expiring_within } = query;
  const sort = query.sort ?? (expiring_within ? 'expiring' : 'newest');
  const isPending = (status ?? 'pending-acceptance') === 'pending-acceptance';
  if (sort === 'newest' && expiring_within) {
    throw new ValidationError([
      { path: 'sort', message: 'Sort must be expiring when expiring_within is set.' },
    ]);
  }
  if (sort === 'expiring' && !isPending) {
    throw new ValidationError([
      {
        path: 'status',
        message: 'Status must be pending-acceptance: only pending requests have a deadline.',
      },
    ]);
  }
  return {
    sort,
    ...(!caller.is_network_team && { visible_to: caller.account_id }),
    ...(status && { status }),
    ...(vpc_id && { vpc_id }),
    ...(requester_owner_id && { requester_owner_id }),
    ...(peer_owner_id && { peer_owner_id }),
    ...(expiring_within && {
      expires_before: new Date(now.getTime() + toSeconds(expiring_within) * 1000).toISOString(),
    }),
  };
};

/** A cursor is valid only for the account and the query that it was created for. */
const contextOf = ({ query: { cursor: _, ...query }, caller }: ListCall): string =>
  hashContext({ query, account: caller.account_id, all: caller.is_network_team });

export const handler = apiHandler(contract, callerRules, (call) =>
  listRequests(call, { lists: lists(), directory: directory(), cursors: cursors(), clock }),
);
