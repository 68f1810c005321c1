import type { Connections } from '../connection/ports.ts';
import { refreshRequests } from '../connection/refresh-requests.ts';
import { loadAccounts } from '../directory/accounts.ts';
import type { Account } from '../directory/ports.ts';
import { dueMails } from '../mail/due-mails.ts';
import { type NotifyStuckDeps, notifyStuck } from '../mail/notify-stuck.ts';
import { type SendDueMailsDeps, sendDueMails } from '../mail/send-due-mails.ts';
import type { SendOutcomeMailsDeps } from '../mail/send-outcome-mails.ts';
import { sendRemovalMails } from '../mail/send-removal-mails.ts';
import { findOpenExtension } from '../request/lifetime.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import type { Bookmarks, RequestLists, Watched } from '../request/ports.ts';
import { hasEnded, isOpen } from '../request/status.ts';
import { answerTask } from './answer-task.ts';
import { hasWorkInEc2, isBeingTornDown, isUnfinished } from './conclude.ts';
import { explainStuck } from './explain-stuck.ts';
import type { Executions, TaskTokens } from './ports.ts';
import { resume, startNext } from './resume.ts';
import { tellOutcome } from './tell-outcome.ts';

const NAME = 'Sweep';

/** Pages for each run: the next run continues with what is left. */
const PAGES = { unfinished: 25, active: 5, pairs: 5 } as const satisfies Partial<Record<Watched, number>>;

/** AskApprovers sends what becomes due meanwhile, and a mail must not go out twice. */
const LEFT_TO_TASKS_MS = 5 * 60_000;

/** When every mail fails, that must not keep the sweep from the rest of its work. */
const MAIL_BUDGET_MS = 4 * 60_000;

export type SweepDeps = NotifyStuckDeps &
  SendDueMailsDeps &
  SendOutcomeMailsDeps & {
    lists: RequestLists;
    bookmarks: Bookmarks;
    connections: Connections;
    executions: Executions;
    taskTokens: TaskTokens;
    /** Accepts a pending request if the directory says so, which may have changed since its approvers were asked. */
    acceptWhenDue(request: PeeringRequest, account: Account | undefined): Promise<PeeringRequest>;
    /** Records that an active connection is to be deleted, if its end is past. */
    endWhenDue(request: PeeringRequest): Promise<PeeringRequest>;
    /** Notifies people of what is due because an active connection has an end. */
    sendEndMails(request: PeeringRequest, sentBy: string): Promise<PeeringRequest>;
    /** Tells those who decide for approvers who are away. */
    sendAbsenceMails(accounts: readonly Account[]): Promise<void>;
  };

type Run = SweepDeps & {
  running: ReadonlySet<string>;
  accounts: ReadonlyMap<string, Account>;
  report: SweepReport;
  /** Milliseconds since the epoch. */
  mails_until: number;
};

/** What one run found, as numbers of requests. */
export type SweepReport = {
  looked_at: number;
  /** Changed in EC2 outside the workflow. */
  changed: number;
  /** No execution followed them, and one was started. */
  resumed: number;
  /** They do not progress, and the network team is notified. */
  stuck: number;
  unreachable: number;
  /** Pairs of VPCs still held by an ended request. */
  freed: number;
  /** Their end was past, and Peerway deletes their connection. */
  ended: number;
};

/**
 * Finds what nothing else watches: requests that no execution follows, and connections that changed outside
 * Peerway. A request that can't be swept does not keep the others from being swept.
 *
 * @throws AggregateError after the sweep, when some requests could not be swept
 */
export const sweep = async (deps: SweepDeps): Promise<SweepReport> => {
  const report: SweepReport = {
    looked_at: 0,
    changed: 0,
    resumed: 0,
    stuck: 0,
    unreachable: 0,
    freed: 0,
    ended: 0,
  };
  const [running, accounts, from] = await Promise.all([
    deps.executions.running(),
    deps.directory.accounts(),
    deps.bookmarks.all(),
  ]);
  const run: Run = {
    ...deps,
    running,
    accounts: new Map(accounts.map((account) => [account.account_id, account])),
    report,
    mails_until: deps.clock().getTime() + MAIL_BUDGET_MS,
  };
  const errors: unknown[] = await endDue(run);
  if (hasMailBudget(run)) await run.sendAbsenceMails(accounts).catch((error: unknown) => errors.push(error));
  for (const which of ['unfinished', 'active', 'pairs'] as const) {
    let bookmark = from[which];
    for (let page = 0; page < PAGES[which]; page++) {
      const { ids, bookmark: next } = await deps.lists.watched(which, bookmark);
      const requests = await deps.requests.getMany(ids);
      errors.push(...(which === 'pairs' ? await freePairs(requests, run) : await sweepPage(requests, run)));
      bookmark = next;
      if (!bookmark) break;
    }
    if (bookmark !== from[which]) await deps.bookmarks.set(which, bookmark);
  }
  errors.push(...(await notifyDue(run)));
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} requests could not be swept`);
  return report;
};

const sweepPage = async (watched: readonly PeeringRequest[], run: Run): Promise<unknown[]> => {
  const { requests, changed, unreachable, errors } = await refreshRequests(watched, NAME, run);
  run.report.looked_at += watched.length;
  run.report.changed += changed;
  run.report.unreachable += unreachable;
  for (const request of requests.filter(isUnfinished)) {
    await continueWorkflow(request, run).catch((error: unknown) => errors.push(error));
  }
  // Whoever can decide about more time may be others than those who were asked.
  for (const request of requests.filter((each) => findOpenExtension(each, run.clock()))) {
    if (!hasMailBudget(run)) break;
    await run.sendEndMails(request, NAME).catch((error: unknown) => errors.push(error));
  }
  return errors;
};

/**
 * Does what the directory has made due; answers the waiting execution, or starts one if none is running; sends the
 * mails that tasks couldn't send; reports a request that is still stuck.
 */
const continueWorkflow = async (found: PeeringRequest, run: Run): Promise<void> => {
  const { report } = run;
  const account = run.accounts.get(found.accepter.owner_id);
  const request = await run.acceptWhenDue(found, account);
  let latest = request;
  if (!run.running.has(request.execution_name ?? request.id)) {
    if (missesOnlyMails(request)) {
      if (hasMailBudget(run)) latest = (await tellOutcome(request, NAME, run)).request;
    } else if (await resume(request, run)) report.resumed++;
  } else if (request.task_token) {
    const answered = await answerTask(request, request.task_token, run.taskTokens);
    // It should have been answered long ago, so it is waiting with a token that isn't on the record.
    const isTokenLost = answered === 'stale token' && explainStuck(request, account, run.clock());
    if (isTokenLost && (await startNext(request, run))) report.resumed++;
    if (answered === 'nothing to send' && hasMailBudget(run)) latest = await sendLateMails(request, run);
  }
  if (!isUnfinished(latest)) return;
  const stuck = explainStuck(latest, account, run.clock());
  if (!stuck) return;
  report.stuck++;
  await notifyStuck(latest, stuck, NAME, run);
};

const hasMailBudget = ({ clock, mails_until }: Run): boolean => clock().getTime() < mails_until;

/** RecordOutcome has done its work, except for the mails that failed. */
const missesOnlyMails = (request: PeeringRequest): boolean =>
  !isOpen(request.status) &&
  !hasWorkInEc2(request) &&
  (request.unsent_mails ?? []).some(({ kind }) => kind === `outcome-${request.status}`);

/** Sends what is due and no task has sent: because it failed, or because the directory has changed. */
const sendLateMails = async (request: PeeringRequest, run: Run): Promise<PeeringRequest> => {
  const now = run.clock();
  if (!request.expires_at || now.toISOString() >= request.expires_at) return request;
  const dueBy = new Date(now.getTime() - LEFT_TO_TASKS_MS);
  // Hardly ever is anything due, so the directory is not read again for each request.
  if (dueMails(request, run.accounts.get(request.accepter.owner_id), dueBy).length === 0) return request;
  return sendDueMails(request, await loadAccounts(request, run.directory), NAME, run, dueBy);
};

/** Ends what is due before anything that asks EC2: an account that doesn't answer must not delay it. */
const endDue = async (run: Run): Promise<unknown[]> => {
  const errors: unknown[] = [];
  for (const request of await run.requests.getMany(await run.lists.due(run.clock()))) {
    try {
      const told = hasMailBudget(run) ? await sendRemovalMails(request, NAME, run) : request;
      // Whoever hears of a removal only now has until the next sweep.
      if (told.version > request.version) continue;
      const ended = await run.endWhenDue(told);
      if (!isBeingTornDown(ended)) continue;
      run.report.ended++;
      await resume(ended, run);
    } catch (error) {
      errors.push(error);
    }
  }
  return errors;
};

/** Last, when what has to be done in EC2 is done. */
const notifyDue = async (run: Run): Promise<unknown[]> => {
  const errors: unknown[] = [];
  for (const request of await run.requests.getMany(await run.lists.due(run.clock()))) {
    if (!hasMailBudget(run)) break;
    await run.sendEndMails(request, NAME).catch((error: unknown) => errors.push(error));
  }
  return errors;
};

/** The end of a request releases its pair. A lock left behind by a fault would block the next request. */
const freePairs = async (
  holders: readonly PeeringRequest[],
  { requests, report }: Run,
): Promise<unknown[]> => {
  const errors: unknown[] = [];
  for (const holder of holders.filter(({ status }) => hasEnded(status))) {
    try {
      if (await requests.freePair(holder)) report.freed++;
    } catch (error) {
      errors.push(error);
    }
  }
  return errors;
};
