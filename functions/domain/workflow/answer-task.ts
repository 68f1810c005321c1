import { hasRoutesToRemove, isConnectDue, isConnectWanted } from '../connectivity/due.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import type { TaskAnswer, TaskTokens } from './ports.ts';

export type Answered =
  /** The task keeps waiting. */
  'nothing to send' | 'answered' | 'stale token';

/** Answers the waiting task when the request has a decision or has ended. */
export const answerTask = async (
  request: PeeringRequest,
  token: string,
  taskTokens: TaskTokens,
): Promise<Answered> => {
  const answer = chooseAnswer(request);
  if (!answer) return 'nothing to send';
  const isWaiting =
    answer === 'end'
      ? await taskTokens.sendEnd(token, request.status)
      : await taskTokens.sendDecision(token, request.id, answer);
  return isWaiting ? 'answered' : 'stale token';
};

/** How the workflow goes on; `end` if nothing is left to do but to notify people, `undefined` if it keeps waiting. */
export const chooseAnswer = (request: PeeringRequest): TaskAnswer | 'end' | undefined => {
  switch (request.status) {
    case 'submitted':
    case 'pending-acceptance':
      return request.decision?.kind === 'accept' ? accept(request) : request.decision?.kind;
    case 'provisioning':
      // Accepted, by us or in the console: AcceptPeering follows it until it is active.
      return accept(request);
    case 'active':
      if (request.teardown) return hasRoutesToRemove(request) ? 'disconnect' : 'cancel';
      return isConnectDue(request) ? 'connect' : 'end';
    case 'deleted':
      return hasRoutesToRemove(request) ? 'disconnect' : 'end';
    case 'rejected':
    case 'expired':
    case 'failed':
    case 'cancelled':
      return 'end';
    default:
      return request.status satisfies never;
  }
};

const accept = (request: PeeringRequest): TaskAnswer => (isConnectWanted(request) ? 'connect' : 'accept');
