import type { Directory } from '../directory/ports.ts';
import { commitLatest } from '../request/commit-latest.ts';
import { AlreadyDecidedError, WindowClosedError } from '../request/errors.ts';
import type { Decision, PeeringRequest } from '../request/peering-request.ts';
import type { Requests } from '../request/ports.ts';
import { chooseAnswer } from '../workflow/answer-task.ts';
import type { TaskAnswer, TaskTokens } from '../workflow/ports.ts';
import { decide, isRepeated, refuse } from './decide.ts';

/** Without a directory nobody is an approver: that is enough to withdraw a request. */
export type RecordDecisionDeps = {
  requests: Requests;
  taskTokens: TaskTokens;
  directory?: Pick<Directory, 'account'>;
};

/**
 * Writes a decision on the record, then notifies the workflow. The order matters: a task that takes a new token
 * in between finds the decision on the record, and a stale token is not an error. An approver's second click
 * changes nothing; an attempt that comes too late is recorded or counted. The accepter account's entry is read anew
 * for each attempt to commit, so that the votes are counted by the directory of that moment.
 *
 * @throws AlreadyDecidedError, WindowClosedError, ForbiddenError
 */
export const recordDecision = async (
  request: PeeringRequest,
  decision: Decision,
  source_ip: string | undefined,
  { requests, taskTokens, directory }: RecordDecisionDeps,
): Promise<PeeringRequest> => {
  try {
    const decided = await commitLatest(requests, request, async (latest) => {
      if (isSecondClick(latest, decision)) return undefined;
      const account = await directory?.account(latest.accepter.owner_id);
      return decide(latest, decision, account, source_ip);
    });
    if (!decided.decision) return decided;
    const { task_token } = (await requests.get(decided.id)) ?? {};
    const answer = chooseAnswer(decided);
    if (task_token && answer && answer !== 'end')
      await notifyWorkflow(task_token, decided, answer, taskTokens);
    return decided;
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

/** The decision is recorded even if the workflow can't be notified now: the sweep notifies it later. */
const notifyWorkflow = async (
  token: string,
  { id }: PeeringRequest,
  answer: TaskAnswer,
  taskTokens: TaskTokens,
): Promise<void> => {
  await taskTokens.sendDecision(token, id, answer).catch(() => undefined);
};

const isSecondClick = (request: PeeringRequest, decision: Decision): boolean =>
  decision.by.kind === 'approver' && isRepeated(request, decision);
