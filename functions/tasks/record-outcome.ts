import { ConnectionNotSettledError } from '../domain/connection/errors.ts';
import { MailNotSentError } from '../domain/mail/errors.ts';
import { type SendOutcomeMailsDeps, sendOutcomeMails } from '../domain/mail/send-outcome-mails.ts';
import { commitLatest, getExisting } from '../domain/request/commit-latest.ts';
import { isOpen } from '../domain/request/status.ts';
import { conclude, isConcluded } from '../domain/workflow/conclude.ts';
import { countUnsentMails } from '../edge/count-unsent-mails.ts';
import { type TaskInput, type TaskOutput, taskHandler } from '../edge/task-handler.ts';
import { clock, directory, links, mailer, requests, statusUrl, vpcs } from '../wiring.ts';

const TASK = 'RecordOutcome';

/**
 * Notifies the requester, and the approvers who received the request, of the outcome.
 *
 * @throws ConnectionNotSettledError when there is no outcome yet, MailNotSentError while a mail can't be sent
 */
export const recordOutcome = async (
  { request_id }: TaskInput,
  deps: SendOutcomeMailsDeps,
): Promise<TaskOutput> => {
  const ended = await getExisting(deps.requests, request_id);
  if (isOpen(ended.status)) throw new ConnectionNotSettledError(ended.id, ended.status);

  const { request, all_notified } = await sendOutcomeMails(ended, TASK, deps);
  if (!all_notified) throw new MailNotSentError(request.id);
  await commitLatest(deps.requests, request, (latest) =>
    isConcluded(latest) || latest.concluded_as === ended.status ? undefined : conclude(ended.status, TASK),
  );
  return { request_id };
};

export const handler = taskHandler(TASK, (input) =>
  recordOutcome(input, {
    requests: requests(),
    directory: directory(),
    links: links(),
    mailer: countUnsentMails(mailer()),
    vpcs: vpcs(),
    clock,
    statusUrl,
  }),
);
