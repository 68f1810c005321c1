import { setTimeout } from 'node:timers/promises';
import { isRefusal } from '../domain/connection/errors.ts';
import type { Connections } from '../domain/connection/ports.ts';
import { refreshRequest } from '../domain/connection/refresh-request.ts';
import type { LookDeps } from '../domain/connectivity/look.ts';
import { planAccepter } from '../domain/connectivity/plan-accepter.ts';
import { acceptWhenDue } from '../domain/decision/accept-when-due.ts';
import { rejectByRule } from '../domain/decision/reject-by-rule.ts';
import { repeatRejection } from '../domain/decision/repeat-rejection.ts';
import { loadAccounts } from '../domain/directory/accounts.ts';
import type { Account, Directory } from '../domain/directory/ports.ts';
import { MailNotSentError } from '../domain/mail/errors.ts';
import { type SendDueMailsDeps, sendDueMails } from '../domain/mail/send-due-mails.ts';
import { isWorthQuickRetry, listUnsentMails } from '../domain/mail/unsent-mails.ts';
import { withinBudget } from '../domain/mail/within-budget.ts';
import { getExisting } from '../domain/request/commit-latest.ts';
import { ContentionError } from '../domain/request/errors.ts';
import type { PeeringRequest } from '../domain/request/peering-request.ts';
import { isOpen } from '../domain/request/status.ts';
import { answerTask } from '../domain/workflow/answer-task.ts';
import type { TaskTokens } from '../domain/workflow/ports.ts';
import { countUnsentMails } from '../edge/count-unsent-mails.ts';
import { logger } from '../edge/logger.ts';
import { type WaitingTaskInput, waitingTaskHandler } from '../edge/task-handler.ts';
import {
  budgets,
  clock,
  connections,
  decisionUrl,
  directory,
  links,
  mailer,
  mailsPerHour,
  requests,
  routesPerTable,
  routeTables,
  statusUrl,
  taskTokens,
  vpcs,
} from '../wiring.ts';

const TASK = 'AskApprovers';
const ATTEMPTS = 5;

/** People are asked in time even if EC2 is slow to describe route tables. */
const LONGEST_LOOK_MS = 8000;

type Deps = SendDueMailsDeps &
  LookDeps & { connections: Connections; directory: Directory; taskTokens: TaskTokens };

/**
 * Stores the task token for the decision, then notifies the approvers. When there is nothing to wait for, it
 * answers its own token immediately.
 *
 * @throws MailNotSentError when a due mail failed and a quick retry may help
 */
export const askApprovers = async (
  { request_id, task_token }: WaitingTaskInput,
  deps: Deps,
): Promise<void> => {
  let current = await getExisting(deps.requests, request_id);
  // This run may belong to an execution that was stopped: it must not replace the token of a newer one.
  const { task_token: previousToken } = current;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const refreshed = await refreshIfAllowed(current, deps);
    const accounts = await loadAccounts(refreshed, deps.directory);
    const { accepterAccount: account } = accounts;
    const planned = await planIfPossible(refreshed, account, deps);
    const repeated = await repeatRejection(planned, account, deps);
    const refused = await rejectByRule(repeated, account, deps);
    const request = await acceptWhenDue(refused, account, TASK, deps);
    if ((await answerTask(request, task_token, deps.taskTokens)) !== 'nothing to send') return;
    // The token is stored before mails are sent, so that the fastest decision finds it.
    if (await deps.requests.storeTaskToken(request, task_token, previousToken)) {
      const notified = await sendDueMails(request, accounts, TASK, deps);
      // Retry comes within minutes. What can't be sent by then is left to the sweep.
      const now = deps.clock();
      if (listUnsentMails(notified, account, now).some((unsent) => isWorthQuickRetry(unsent, now))) {
        throw new MailNotSentError(request_id);
      }
      return;
    }
    current = await getExisting(deps.requests, request_id);
  }
  throw new ContentionError(request_id);
};

/** A look keeps people from being asked what was decided outside. Where both accounts refuse it, people are asked. */
const refreshIfAllowed = async (request: PeeringRequest, deps: Deps): Promise<PeeringRequest> => {
  if (!isOpen(request.status)) return request;
  try {
    return (await refreshRequest(request, TASK, deps)).request;
  } catch (error) {
    if (isRefusal(error)) return request;
    throw error;
  }
};

/** What connecting takes is shown where it can be seen, and keeps nobody from being asked. */
const planIfPossible = async (
  request: PeeringRequest,
  account: Account | undefined,
  deps: Deps,
): Promise<PeeringRequest> => {
  if (!request.connect) return request;
  const plan = planAccepter(request, account, TASK, deps).catch((error: unknown) => {
    logger.warn('The accepter’s route tables can’t be described', { error });
    return undefined;
  });
  const planned = await Promise.race([plan, setTimeout(LONGEST_LOOK_MS, undefined, { ref: false })]);
  return planned ?? request;
};

export const handler = waitingTaskHandler(TASK, (input) =>
  askApprovers(input, {
    requests: requests(),
    connections: connections(),
    directory: directory(),
    links: links(),
    mailer: countUnsentMails(withinBudget(mailer(), mailsPerHour(), { budgets: budgets(), clock })),
    taskTokens: taskTokens(),
    vpcs: vpcs(),
    routeTables: routeTables(),
    routesPerTable: routesPerTable(),
    clock,
    decisionUrl,
    statusUrl,
  }),
);
