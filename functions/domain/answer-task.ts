import type { PeeringRequest } from './peering-request.ts';
import type { TaskTokens } from './ports.ts';

/**
 * Answers the task that waits, when there is a decision or an end to tell.
 *
 * @returns `false` when there is nothing to tell, and the task goes on waiting
 */
export const answerTask = async (
  request: PeeringRequest,
  token: string,
  taskTokens: TaskTokens,
): Promise<boolean> => {
  const tellEnd = async () => {
    await taskTokens.tellEnd(token, request.status);
    return true;
  };
  switch (request.status) {
    case 'submitted':
    case 'pending-acceptance':
      if (!request.decision) return false;
      await taskTokens.tellDecision(token, request.id, request.decision.kind);
      return true;
    case 'provisioning':
      // Accepted, by us or in the console: AcceptPeering follows it until it is active.
      await taskTokens.tellDecision(token, request.id, 'accept');
      return true;
    case 'active':
      if (!request.teardown) return tellEnd();
      await taskTokens.tellDecision(token, request.id, 'cancel');
      return true;
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
