import * as z from 'zod/mini';
import { type AuditEvent, type ChainVerdict, verifyChain } from '../domain/audit.ts';
import type { PeeringRequest, RequestId } from '../domain/peering-request.ts';
import type { Requests } from '../domain/ports.ts';
import { apiHandler, type Call, nothing } from '../edge/api-handler.ts';
import { visibleTo } from '../edge/caller.ts';
import { requestId } from '../edge/fields.ts';
import { networkTeam, requests } from '../wiring.ts';

type Trail = { id: RequestId; created_at: string; events: AuditEvent[]; chain: ChainVerdict };

/**
 * The audit trail, with the verdict on its chain.
 *
 * @throws NotFoundError
 */
export const listEvents = async (
  { params: { id }, caller }: Call<{ id: RequestId }, unknown>,
  deps: { requests: Requests },
): Promise<Trail> => {
  const request = visibleTo(caller, id, await deps.requests.get(id));
  const { events, head } = await wholeTrail(request, deps.requests);
  return { id, created_at: request.created_at, events, chain: verifyChain(events, head) };
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

export const handler = apiHandler(
  { params: z.strictObject({ id: requestId }), body: nothing, status: 200, networkTeam },
  (call) => listEvents(call, { requests: requests() }),
);
