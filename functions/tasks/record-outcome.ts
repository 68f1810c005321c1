import { approversOf } from '../domain/approvers.ts';
import { commitLatest, existing } from '../domain/commit-latest.ts';
import { conclude, isConcluded } from '../domain/conclude.ts';
import { ConnectionNotSettledError } from '../domain/errors.ts';
import { outcomeMail } from '../domain/mails.ts';
import type { Directory, Mailer, Requests } from '../domain/ports.ts';
import { sendOnce } from '../domain/send-once.ts';
import { isOpen } from '../domain/status.ts';
import { type TaskInput, type TaskOutput, taskHandler } from '../edge/task-handler.ts';
import { directory, mailer, requests } from '../wiring.ts';

const TASK = 'RecordOutcome';

/**
 * Tells everybody concerned how the request ended: the requester, and the approvers who had been asked.
 *
 * @throws ConnectionNotSettledError when it has not ended
 */
export const recordOutcome = async (
  { request_id }: TaskInput,
  deps: { requests: Requests; directory: Directory; mailer: Mailer },
): Promise<TaskOutput> => {
  let request = await existing(deps.requests, request_id);
  if (isOpen(request.status)) throw new ConnectionNotSettledError(request.id, request.status);

  const account = await deps.directory.account(request.accepter.owner_id);
  const asked = approversOf(account, request).filter((to) => request.sent_mails.includes(`approval:${to}`));
  for (const to of new Set([...(request.contact_email ? [request.contact_email] : []), ...asked])) {
    const ended = request;
    request = await sendOnce(ended, `outcome-${ended.status}`, to, TASK, () => outcomeMail(ended), deps);
  }
  await commitLatest(deps.requests, request, (latest) =>
    isConcluded(latest) ? undefined : conclude(latest, TASK),
  );
  return { request_id };
};

export const handler = taskHandler(TASK, (input) =>
  recordOutcome(input, { requests: requests(), directory: directory(), mailer: mailer() }),
);
