import type { DecisionKind, PeeringRequest } from '../request/peering-request.ts';
import type { TaskTokens } from './ports.ts';

export type Answered =
  /** The task keeps waiting. */
  'nothing to send' | 'answered' | 'stale token';

/** Answers the waiting task when the request has a decision or has ended. */
export const answerTask = async (
  request: PeeringRequest,
  token: string,
  taskTokens: TaskTokens,
): Promise<Answered> => {
  const outcomeOf = (isWaiting: boolean) => (isWaiting ? 'answered' : 'stale token');
  const sendDecision = async (decision: DecisionKind) =>
    outcomeOf(await taskTokens.sendDecision(token, request.id, decision));
  const sendEnd = async () => outcomeOf(await taskTokens.sendEnd(token, request.status));
  switch (request.status) {
    case 'submitted':
    case 'pending-acceptance':
      return request.decision ? sendDecision(request.decision.kind) : 'nothing to send';
    case 'provisioning':
      // Accepted, by us or in the console: AcceptPeering follows it until it is active.
      return sendDecision('accept');
    case 'active':
      return request.teardown ? sendDecision('cancel') : sendEnd();
    case 'rejected':
    case 'expired':
    case 'failed':
    case 'cancelled':
    case 'deleted':
      return sendEnd();
    default:
      return request.status satisfies never;
  }
};
