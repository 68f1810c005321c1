import { ConnectionNotSettledError } from '../domain/connection/errors.ts';
import { MailNotSentError } from '../domain/mail/errors.ts';
import type { SendOutcomeMailsDeps } from '../domain/mail/send-outcome-mails.ts';
import { isWorthQuickRetry } from '../domain/mail/unsent-mails.ts';
import { withinBudget } from '../domain/mail/within-budget.ts';
import { getExisting } from '../domain/request/commit-latest.ts';
import { isOpen } from '../domain/request/status.ts';
import { tellOutcome } from '../domain/workflow/tell-outcome.ts';
import { countUnsentMails } from '../edge/count-unsent-mails.ts';
import { type TaskInput, type TaskOutput, taskHandler } from '../edge/task-handler.ts';
import {
  budgets,
  clock,
  connectSettings,
  directory,
  links,
  mailer,
  mailsPerHour,
  requests,
  securityGroups,
  statusUrl,
  vpcs,
} from '../wiring.ts';

const TASK = 'RecordOutcome';

/**
 * Notifies the requester, and the approvers who received the request, of the outcome. The sweep sends what still
 * can't be sent after some minutes.
 *
 * @throws ConnectionNotSettledError when there is no outcome yet, MailNotSentError when a quick retry may help
 */
export const recordOutcome = async (
  { request_id }: TaskInput,
  deps: SendOutcomeMailsDeps,
): Promise<TaskOutput> => {
  const ended = await getExisting(deps.requests, request_id);
  if (isOpen(ended.status)) throw new ConnectionNotSettledError(ended.id, ended.status);

  const { request, is_told } = await tellOutcome(ended, TASK, deps);
  const { unsent_mails = [] } = request;
  const outcome = unsent_mails.filter(({ kind }) => kind === `outcome-${ended.status}`);
  if (!is_told && outcome.some((unsent) => isWorthQuickRetry(unsent, deps.clock()))) {
    throw new MailNotSentError(request_id);
  }
  return { request_id };
};

export const handler = taskHandler(TASK, (input) =>
  recordOutcome(input, {
    requests: requests(),
    directory: directory(),
    links: links(),
    mailer: countUnsentMails(withinBudget(mailer(), mailsPerHour(), { budgets: budgets(), clock })),
    vpcs: vpcs(),
    securityGroups: securityGroups(),
    connectSettings: connectSettings(),
    clock,
    statusUrl,
  }),
);
