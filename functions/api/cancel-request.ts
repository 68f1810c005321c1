import * as z from 'zod/mini';
import { ForbiddenError } from '../domain/errors.ts';
import type { RequestId } from '../domain/peering-request.ts';
import type { Clock, Requests, TaskTokens } from '../domain/ports.ts';
import { recordDecision } from '../domain/record-decision.ts';
import { apiHandler, type Call } from '../edge/api-handler.ts';
import { visibleTo } from '../edge/caller.ts';
import { prose, requestId } from '../edge/fields.ts';
import { type RequestView, requestView } from '../edge/request-view.ts';
import { clock, networkTeam, requests, taskTokens } from '../wiring.ts';

const body = z.strictObject({ comment: z.optional(prose(1000)) });

/**
 * Withdraws a request that waits. The workflow deletes the connection; the answer shows the decision.
 *
 * @throws NotFoundError, ForbiddenError, AlreadyDecidedError, WindowClosedError
 */
export const cancelRequest = async (
  { params: { id }, body: { comment }, caller, source_ip }: Call<{ id: RequestId }, z.infer<typeof body>>,
  deps: { requests: Requests; taskTokens: TaskTokens; clock: Clock },
): Promise<RequestView> => {
  const request = visibleTo(caller, id, await deps.requests.get(id));
  if (caller.account_id !== request.requester.owner_id && !caller.is_network_team) {
    throw new ForbiddenError(
      'Only the requester withdraws a request. As the accepter, reject it through your link.',
    );
  }
  const decision = {
    kind: 'cancel',
    by: { kind: 'caller', id: caller.arn },
    at: deps.clock().toISOString(),
    ...(comment && { comment }),
  } as const;
  return requestView(await recordDecision(request, decision, source_ip, deps), deps.clock());
};

export const handler = apiHandler(
  { params: z.strictObject({ id: requestId }), body, status: 200, networkTeam },
  (call) => cancelRequest(call, { requests: requests(), taskTokens: taskTokens(), clock }),
);
