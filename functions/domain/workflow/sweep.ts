import type { Connections } from '../connection/ports.ts';
import { refreshRequests } from '../connection/refresh-requests.ts';
import { type NotifyStuckDeps, notifyStuck } from '../mail/notify-stuck.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import type { Bookmarks, RequestLists, Watched } from '../request/ports.ts';
import { hasEnded } from '../request/status.ts';
import { answerTask } from './answer-task.ts';
import { isUnfinished } from './conclude.ts';
import { explainStuck } from './explain-stuck.ts';
import type { Executions, TaskTokens } from './ports.ts';
import { resume, startNext } from './resume.ts';

const NAME = 'Sweep';

/** Pages for each run: the next run continues with what is left. */
const PAGES = { unfinished: 25, active: 5, pairs: 5 } as const satisfies Record<Watched, number>;

export type SweepDeps = NotifyStuckDeps & {
  lists: RequestLists;
  bookmarks: Bookmarks;
  connections: Connections;
  executions: Executions;
  taskTokens: TaskTokens;
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
};

/**
 * Finds what nothing else watches: requests that no execution follows, and connections that changed outside
 * Peerway. A request that can't be swept does not keep the others from being swept.
 *
 * @throws AggregateError after the sweep, when some requests could not be swept
 */
export const sweep = async (deps: SweepDeps): Promise<SweepReport> => {
  const report: SweepReport = { looked_at: 0, changed: 0, resumed: 0, stuck: 0, unreachable: 0, freed: 0 };
  const [running, from] = await Promise.all([deps.executions.running(), deps.bookmarks.all()]);
  const errors: unknown[] = [];
  for (const which of ['unfinished', 'active', 'pairs'] as const) {
    let bookmark = from[which];
    for (let page = 0; page < PAGES[which]; page++) {
      const { ids, bookmark: next } = await deps.lists.watched(which, bookmark);
      const requests = await deps.requests.getMany(ids);
      errors.push(
        ...(which === 'pairs'
          ? await freePairs(requests, report, deps)
          : await sweepPage(requests, running, report, deps)),
      );
      bookmark = next;
      if (!bookmark) break;
    }
    if (bookmark !== from[which]) await deps.bookmarks.set(which, bookmark);
  }
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} requests could not be swept`);
  return report;
};

const sweepPage = async (
  watched: readonly PeeringRequest[],
  running: ReadonlySet<string>,
  report: SweepReport,
  deps: SweepDeps,
): Promise<unknown[]> => {
  const { requests, changed, unreachable, errors } = await refreshRequests(watched, NAME, deps);
  report.looked_at += watched.length;
  report.changed += changed;
  report.unreachable += unreachable;
  for (const request of requests.filter(isUnfinished)) {
    await continueWorkflow(request, running, report, deps).catch((error: unknown) => errors.push(error));
  }
  return errors;
};

/** Answers the waiting execution, or starts one if none is running; reports a request that is still stuck. */
const continueWorkflow = async (
  request: PeeringRequest,
  running: ReadonlySet<string>,
  report: SweepReport,
  deps: SweepDeps,
): Promise<void> => {
  const stuck = explainStuck(request, deps.clock());
  if (!running.has(request.execution_name ?? request.id)) {
    if (await resume(request, deps)) report.resumed++;
  } else if (request.task_token) {
    const answered = await answerTask(request, request.task_token, deps.taskTokens);
    // It should have been answered long ago, so it is waiting with a token that isn't on the record.
    const isTokenLost = stuck && answered === 'stale token';
    if (isTokenLost && (await startNext(request, deps))) report.resumed++;
  }
  if (!stuck) return;
  report.stuck++;
  await notifyStuck(request, stuck, NAME, deps);
};

/** The end of a request releases its pair. A lock left behind by a fault would block the next request. */
const freePairs = async (
  holders: readonly PeeringRequest[],
  report: SweepReport,
  { requests }: SweepDeps,
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
