import { type AuditEvent, verifyChain } from '../domain/request/audit.ts';
import type { PeeringRequest } from '../domain/request/peering-request.ts';
import type { Requests } from '../domain/request/ports.ts';
import { apiHandler, type Call, type Success } from '../edge/api-handler.ts';
import { visibleTo } from '../edge/caller.ts';
import { events as contract } from '../edge/contract/peering-requests.ts';
import { callerRules, requests } from '../wiring.ts';

/**
 * The audit trail, with the verdict on its chain.
 *
 * @throws NotFoundError
 */
export const listEvents = async (
  { params: { id }, caller }: Call<typeof contract>,
  deps: { requests: Requests },
): Promise<Success<typeof contract>> => {
  const request = visibleTo(caller, id, await deps.requests.get(id));
  const { events, head } = await wholeTrail(request, deps.requests);
  return {
    data: {
      id,
      created_at: request.created_at,
      head,
      events: events.map(inReadingOrder),
      chain: verifyChain(events, head),
    },
  };
};

const ATTEMPTS = 3;

/** Events and record are two reads; they are repeated while a write falls between them. */
const wholeTrail = async (
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

/** Whatever else an event may hold stays, so that a trail that was tampered with can be seen as it is. */
const inReadingOrder = ({ sequence, type, at, actor, ...rest }: AuditEvent): AuditEvent => ({
  sequence,
  type,
  at,
  actor,
  ...rest,
});

export const handler = apiHandler(contract, callerRules, (call) =>
  listEvents(call, { requests: requests() }),
);
