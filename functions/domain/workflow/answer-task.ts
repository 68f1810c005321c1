import type { DecisionKind, PeeringRequest } from '../request/peering-request.ts';
import type { TaskTokens } from './ports.ts';

export type Answered =
  /** The task goes on waiting. */
  'nothing to tell' | 'told' | 'nobody waits';

/** Answers the task that waits, when there is a decision or an end to tell. */
export const answerTask = async (
  request: PeeringRequest,
  token: string,
  taskTokens: TaskTokens,
): Promise<Answered> => {
  const answered = (isWaiting: boolean) => (isWaiting ? 'told' : 'nobody waits');
  const tell = async (decision: DecisionKind) =>
    answered(await taskTokens.tellDecision(token, request.id, decision));
  const tellEnd = async () => answered(await taskTokens.tellEnd(token, request.status));
  switch (request.status) {
    case 'submitted':
    case 'pending-acceptance':
      return request.decision ? tell(request.decision.kind) : 'nothing to tell';
    case 'provisioning':
      // Accepted, by us or in the console: AcceptPeering follows it until it is active.
      return tell('accept');
    case 'active':
      return request.teardown ? tell('cancel') : tellEnd();
    case 'rejected':
    case 'expired':
    case 'failed':
    case 'cancelled':
    case 'deleted':
      return tellEnd();
    default:
      return request.status satisfies never;
  }
};
