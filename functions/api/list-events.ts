import { type AuditEvent, verifyChain } from '../domain/request/audit.ts';
import type { PeeringRequest } from '../domain/request/peering-request.ts';
import type { Cursors, Requests } from '../domain/request/ports.ts';
import { apiHandler, type Call, type Success } from '../edge/api-handler.ts';
import { requireVisible } from '../edge/caller.ts';
import { events as contract } from '../edge/contract/audit-trail.ts';
import { hashContext, openCursor } from '../edge/list-cursor.ts';
import { callerRules, cursors, requests } from '../wiring.ts';

/** Most trails have less than 30 events. */
const DEFAULT_LIMIT = 100;

/** How many events the pages so far had. */
type Position = { read: number };

/**
 * Lists the audit trail, and whether its hash chain is valid. The whole trail is read for each page, because a part
 * of a chain proves nothing.
 *
 * @throws NotFoundError, ValidationError
 */
export const listEvents = async (
  { params: { id }, query: { limit, cursor }, caller }: Call<typeof contract>,
  deps: { requests: Requests; cursors: Cursors },
): Promise<Success<typeof contract>> => {
  const found = requireVisible(caller, id, await deps.requests.get(id));
  const context = hashContext({ events_of: id });
  const { read: start } = (await openCursor<Position>(cursor, context, deps.cursors)) ?? { read: 0 };
  const { events, request } = await readTrail(found, deps.requests);
  const end = start + Number(limit ?? DEFAULT_LIMIT);
  return {
    data: {
      id,
      created_at: request.created_at,
      head: request.audit_head,
      events: events.slice(start, end).map(orderFields),
      chain: verifyChain(events, request.audit_head),
      refused_again: request.refused_again ?? 0,
      next_cursor: end < events.length ? await deps.cursors.seal({ read: end }, context) : null,
    },
  };
};

const ATTEMPTS = 3;

/** The events and the record are two reads, which are repeated if there was a write between them. */
const readTrail = async (
  found: PeeringRequest,
  requests: Requests,
): Promise<{ events: AuditEvent[]; request: PeeringRequest }> => {
  let request = found;
  let events = await requests.events(request.id);
  for (let attempt = 1; events.length !== request.version && attempt < ATTEMPTS; attempt++) {
    request = (await requests.get(request.id)) ?? request;
    events = await requests.events(request.id);
  }
  return { events, request };
};

/** Puts the main fields first. All other fields stay, so that a tampered trail is shown as it is. */
const orderFields = ({ sequence, type, at, actor, ...rest }: AuditEvent): AuditEvent => ({
  sequence,
  type,
  at,
  actor,
  ...rest,
});

export const handler = apiHandler(contract, callerRules, (call) =>
  listEvents(call, { requests: requests(), cursors: cursors() }),
);
