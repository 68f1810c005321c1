import { commitLatest } from './commit-latest.ts';
import { decide, refuse } from './decide.ts';
import { AlreadyDecidedError, WindowClosedError } from './errors.ts';
import type { Decision, PeeringRequest } from './peering-request.ts';
import type { Requests, TaskTokens } from './ports.ts';

/**
 * Writes a decision on the record, then wakes the workflow. The order matters: a task that takes a new token
 * meanwhile finds the decision on the record, and a token that has gone stale is no error. An attempt that
 * comes too late is recorded too.
 *
 * @throws AlreadyDecidedError, WindowClosedError
 */
export const recordDecision = async (
  request: PeeringRequest,
  decision: Decision,
  source_ip: string | undefined,
  { requests, taskTokens }: { requests: Requests; taskTokens: TaskTokens },
): Promise<PeeringRequest> => {
  try {
    const decided = await commitLatest(requests, request, (latest) => decide(latest, decision, source_ip));
    if (!decided.decision) return decided;
    const { task_token } = (await requests.get(decided.id)) ?? {};
    if (task_token) await taskTokens.tellDecision(task_token, decided.id, decision.kind);
    return decided;
  } catch (error) {
    if (error instanceof AlreadyDecidedError || error instanceof WindowClosedError) {
      await commitLatest(requests, request, () => refuse(decision, error, source_ip));
    }
    throw error;
  }
};
