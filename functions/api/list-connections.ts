import type { AccountLooks, Register, RegisterFilter, RegisterPosition } from '../domain/register/ports.ts';
import type { Cursors } from '../domain/request/ports.ts';
import { apiHandler, type Call, type Success } from '../edge/api-handler.ts';
import { connectionView } from '../edge/connection-view.ts';
import { listConnections as contract } from '../edge/contract/connections.ts';
import { hashContext, openCursor } from '../edge/list-cursor.ts';
import { accountLooks, callerRules, cursors, register } from '../wiring.ts';

const DEFAULT_LIMIT = 25;

type ListCall = Call<typeof contract>;

/**
 * Lists the connections that EC2 shows with a side in the caller's account. The network team sees all.
 *
 * @throws ValidationError
 */
export const listConnections = async (
  call: ListCall,
  deps: { register: Register; accountLooks: AccountLooks; cursors: Cursors },
): Promise<Success<typeof contract>> => {
  const { limit, cursor } = call.query;
  const context = contextOf(call);
  const after = await openCursor<RegisterPosition>(cursor, context, deps.cursors);
  const [{ items, next }, looks] = await Promise.all([
    deps.register.page(toFilter(call), Number(limit ?? DEFAULT_LIMIT), after),
    deps.accountLooks.all(),
  ]);
  const byAccount = new Map(looks.map((look) => [look.account_id, look]));
  return {
    data: {
      items: items.map((entry) => connectionView(entry, byAccount)),
      next_cursor: next ? await deps.cursors.seal(next, context) : null,
    },
  };
};

const toFilter = ({ query, caller }: ListCall): RegisterFilter => ({
  ...(!caller.is_network_team && { visible_to: caller.account_id }),
  ...(query.unmanaged === 'true' && { unmanaged: true }),
  ...(query.status && { status: query.status }),
  ...(query.connection_id && { connection_id: query.connection_id }),
  ...(query.account_id && { account_id: query.account_id }),
  ...(query.vpc_id && { vpc_id: query.vpc_id }),
});

/** A cursor is valid only for the account and the query that it was created for. */
const contextOf = ({ query: { cursor: _, ...query }, caller }: ListCall): string =>
  hashContext({ list: 'connections', query, account: caller.account_id, all: caller.is_network_team });

export const handler = apiHandler(contract, callerRules, (call) =>
  listConnections(call, { register: register(), accountLooks: accountLooks(), cursors: cursors() }),
);
