import { answerTask } from '../domain/answer-task.ts';
import { approversOf } from '../domain/approvers.ts';
import { commitLatest, existing } from '../domain/commit-latest.ts';
import { decide } from '../domain/decide.ts';
import { ContentionError } from '../domain/errors.ts';
import { followConnection } from '../domain/follow-connection.ts';
import { approvalMail, reminderMail } from '../domain/mails.ts';
import type { PeeringRequest } from '../domain/peering-request.ts';
import type {
  Account,
  Clock,
  Connections,
  Directory,
  Links,
  Mailer,
  Requests,
  TaskTokens,
} from '../domain/ports.ts';
import { sendOnce } from '../domain/send-once.ts';
import { dueReminder } from '../domain/window.ts';
import { type WaitingTaskInput, waitingTaskHandler } from '../edge/task-handler.ts';
import {
  clock,
  connections,
  decisionUrl,
  directory,
  links,
  mailer,
  requests,
  taskTokens,
} from '../wiring.ts';

const TASK = 'AskApprovers';
const ATTEMPTS = 5;

type Deps = {
  requests: Requests;
  connections: Connections;
  directory: Directory;
  links: Links;
  mailer: Mailer;
  taskTokens: TaskTokens;
  clock: Clock;
  decisionUrl: (token: string) => string;
};

/**
 * Keeps the task token for whoever decides, then asks the approvers. When there is nothing left to wait for,
 * it answers its own token at once.
 */
export const askApprovers = async (
  { request_id, task_token }: WaitingTaskInput,
  deps: Deps,
): Promise<void> => {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const followed = await followConnection(await existing(deps.requests, request_id), TASK, deps);
    const account = await deps.directory.account(followed.request.accepter.owner_id);
    const request = await acceptByRule(followed.request, account, deps);
    if (await answerTask(request, task_token, deps.taskTokens)) return;
    // The token before the mail: a decision that comes as fast as the mail must find it.
    if (await deps.requests.holdTaskToken(request, task_token)) return ask(request, account, deps);
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

const ask = async (request: PeeringRequest, account: Account | undefined, deps: Deps): Promise<void> => {
  const { expires_at } = request;
  if (!expires_at || deps.clock().getTime() >= Date.parse(expires_at)) return;
  const reminder = dueReminder(request, deps.clock(), account?.reminders);
  const onboarded = account?.onboarded ?? false;
  const hasApproved = new Set(request.approvals.map(({ by }) => by.id));

  let latest = request;
  for (const person of approversOf(account, request)) {
    const url = async () =>
      deps.decisionUrl(
        await deps.links.mint({ request_id: request.id, purpose: 'decide', person, expires_at }),
      );
    const wasAsked = latest.sent_mails.includes(`approval:${person}`);
    if (!wasAsked) {
      const compose = async () => approvalMail(request, await url(), onboarded);
      latest = await sendOnce(latest, 'approval', person, TASK, compose, deps);
    } else if (reminder !== undefined && !hasApproved.has(person)) {
      const compose = async () => reminderMail(request, await url(), reminder, onboarded);
      latest = await sendOnce(latest, `reminder-${reminder}`, person, TASK, compose, deps);
    }
  }
};

export const handler = waitingTaskHandler(TASK, (input) =>
  askApprovers(input, {
    requests: requests(),
    connections: connections(),
    directory: directory(),
    links: links(),
    mailer: mailer(),
    taskTokens: taskTokens(),
    clock,
    decisionUrl,
  }),
);
