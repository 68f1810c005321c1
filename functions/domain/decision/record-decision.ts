import type { Account, Directory } from '../directory/ports.ts';
import { commitLatest } from '../request/commit-latest.ts';
import { AlreadyDecidedError, WindowClosedError } from '../request/errors.ts';
import type { Decision, PeeringRequest } from '../request/peering-request.ts';
import type { Requests } from '../request/ports.ts';
import { chooseAnswer } from '../workflow/answer-task.ts';
import type { TaskTokens } from '../workflow/ports.ts';
import { decide, isRepeated, refuse } from './decide.ts';

/** Without a directory nobody is an approver: that is enough to withdraw a request. */
export type CommitDecisionDeps = {
  requests: Requests;
  directory?: Pick<Directory, 'account'>;
};

export type RecordDecisionDeps = CommitDecisionDeps & { taskTokens: TaskTokens };

/** Writes a decision on the record, as `commitDecision` does, then notifies the workflow. */
export const recordDecision = async (
  request: PeeringRequest,
  decision: Decision,
  source_ip: string | undefined,
  { taskTokens, ...deps }: RecordDecisionDeps,
  account?: Account,
): Promise<PeeringRequest> => {
  const decided = await commitDecision(request, decision, source_ip, deps, account);
  await notifyWorkflow(decided, taskTokens);
  return decided;
};

/**
 * Writes a decision on the record. The workflow is notified after that: a task that takes a new token in between finds
 * the decision on the record, and a stale token is not an error. An approver's second click changes nothing; an attempt
 * that comes too late is recorded or counted. The accepter account's entry is read anew for each attempt to commit, so
 * that the votes are counted by the directory of that moment.
 *
 * @param account the accepter account's entry, if it was read along with the request: the first attempt counts by it
 * @throws AlreadyDecidedError, WindowClosedError, ForbiddenError
 */
export const commitDecision = async (
  request: PeeringRequest,
  decision: Decision,
  source_ip: string | undefined,
  { requests, directory }: CommitDecisionDeps,
  account?: Account,
): Promise<PeeringRequest> => {
  try {
    return await commitLatest(requests, request, async (latest) => {
      const read = latest === request ? account : undefined;
      const current = read ?? (await directory?.account(latest.accepter.owner_id));
      if (decision.by.kind === 'approver' && isRepeated(current, latest, decision)) return undefined;
      return { ...decide(latest, decision, current, source_ip), with_same_token: true };
    });
  } catch (error) {
    if (error instanceof AlreadyDecidedError || error instanceof WindowClosedError) {
      await recordRefusal(request, decision, error, source_ip, requests);
    }
    throw error;
  }
};

/** Anybody who may decide can try again without end: what is on the trail already is only counted. */
const recordRefusal = async (
  request: PeeringRequest,
  attempt: Decision,
  why: Error,
  source_ip: string | undefined,
  requests: Requests,
): Promise<void> => {
  let isRecorded = false;
  await commitLatest(requests, request, (latest) => {
    const change = refuse(latest, attempt, why, source_ip);
    isRecorded = change !== undefined;
    return change;
  });
  if (!isRecorded) await requests.countRefusal(request.id);
};

/**
 * Sends the decision to the task that waits, if the request is decided. The decision is recorded even if the workflow
 * can't be notified now: the sweep notifies it later.
 */
export const notifyWorkflow = async (request: PeeringRequest, taskTokens: TaskTokens): Promise<void> => {
  const { id, task_token, decision } = request;
  const answer = decision && chooseAnswer(request);
  if (!task_token || !answer || answer === 'end') return;
  await taskTokens.sendDecision(task_token, id, answer).catch(() => undefined);
};
