import type { Connections } from '../domain/connection/ports.ts';
import { refreshRequest } from '../domain/connection/refresh-request.ts';
import { decide } from '../domain/decision/decide.ts';
import type { Account } from '../domain/directory/ports.ts';
import { dueMails } from '../domain/mail/due-mails.ts';
import { MailNotSentError } from '../domain/mail/errors.ts';
import { type SendDueMailsDeps, sendDueMails } from '../domain/mail/send-due-mails.ts';
import { commitLatest, getExisting } from '../domain/request/commit-latest.ts';
import { ContentionError } from '../domain/request/errors.ts';
import type { PeeringRequest } from '../domain/request/peering-request.ts';
import { answerTask } from '../domain/workflow/answer-task.ts';
import type { TaskTokens } from '../domain/workflow/ports.ts';
import { countUnsentMails } from '../edge/count-unsent-mails.ts';
import { type WaitingTaskInput, waitingTaskHandler } from '../edge/task-handler.ts';
import {
  clock,
  connections,
  decisionUrl,
  directory,
  links,
  mailer,
  requests,
  statusUrl,
  taskTokens,
} from '../wiring.ts';

const TASK = 'AskApprovers';
const ATTEMPTS = 5;

type Deps = SendDueMailsDeps & { connections: Connections; taskTokens: TaskTokens };

/**
 * Keeps the task token for whoever decides, then asks the approvers. When there is nothing left to wait for,
 * it answers its own token at once.
 *
 * @throws MailNotSentError while somebody who is to be asked cannot be
 */
export const askApprovers = async (
  { request_id, task_token }: WaitingTaskInput,
  deps: Deps,
): Promise<void> => {
  let current = await getExisting(deps.requests, request_id);
  // Whoever holds a token since then may be younger than this run, which an execution that was killed has left.
  const { task_token: before } = current;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const followed = await refreshRequest(current, TASK, deps);
    const account = await deps.directory.account(followed.request.accepter.owner_id);
    const request = await acceptByRule(followed.request, account, deps);
    if ((await answerTask(request, task_token, deps.taskTokens)) !== 'nothing to send') return;
    // The token before the mail: a decision that comes as fast as the mail must find it.
    if (await deps.requests.storeTaskToken(request, task_token, before)) {
      const asked = await sendDueMails(request, TASK, deps);
      // The next look of this task may be days away: Retry, and after it the sweep, come sooner.
      if (dueMails(asked, account, deps.clock()).length > 0) throw new MailNotSentError(request_id);
      return;
    }
    current = await getExisting(deps.requests, request_id);
  }
  throw new ContentionError(request_id);
};

/** Some accounts' requests are accepted without asking anybody. */
const acceptByRule = (request: PeeringRequest, account: Account | undefined, { requests, clock }: Deps) =>
  commitLatest(requests, request, (latest) =>
    latest.status === 'pending-acceptance' &&
    !latest.decision &&
    account?.onboarded &&
    account.auto_accept_from.includes(latest.requester.owner_id)
      ? decide(latest, {
          kind: 'accept',
          by: { kind: 'rule', id: `auto_accept_from ${latest.requester.owner_id}` },
          at: clock().toISOString(),
        })
      : undefined,
  );

export const handler = waitingTaskHandler(TASK, (input) =>
  askApprovers(input, {
    requests: requests(),
    connections: connections(),
    directory: directory(),
    links: links(),
    mailer: countUnsentMails(mailer()),
    taskTokens: taskTokens(),
    clock,
    decisionUrl,
    statusUrl,
  }),
);
