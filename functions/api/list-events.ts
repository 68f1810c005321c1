import { type AuditEvent, verifyChain } from '../domain/request/audit.ts';
import type { PeeringRequest } from '../domain/request/peering-request.ts';
import type { Requests } from '../domain/request/ports.ts';
import { apiHandler, type Call, type Success } from '../edge/api-handler.ts';
import { requireVisible } from '../edge/caller.ts';
import { events as contract } from '../edge/contract/peering-requests.ts';
import { callerRules, requests } from '../wiring.ts';

/**
 * Lists the audit trail, and whether its hash chain is valid.
 *
 * @throws NotFoundError
 */
export const listEvents = async (
  { params: { id }, caller }: Call<typeof contract>,
  deps: { requests: Requests },
): Promise<Success<typeof contract>> => {
  const request = requireVisible(caller, id, await deps.requests.get(id));
  const { events, head } = await readTrail(request, deps.requests);
  return {
    data: {
      id,
      created_at: request.created_at,
      head,
      events: events.map(orderFields),
      chain: verifyChain(events, head),
    },
  };
};

const ATTEMPTS = 3;

/** The events and the record are two reads, which are repeated if there was a write between them. */
const readTrail = async (
  request: PeeringRequest,
  requests: Requests,
): Promise<{ events: AuditEvent[]; head: string }> => {
  let { version, audit_head: head } = request;
  let events = await requests.events(request.id);
  for (let attempt = 1; events.length !== version && attempt < ATTEMPTS; attempt++) {
    ({ version, audit_head: head } = (await requests.get(request.id)) ?? request);
    events = await requests.events(request.id);
  }
  return { events, head };
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
  listEvents(call, { requests: requests() }),
);
