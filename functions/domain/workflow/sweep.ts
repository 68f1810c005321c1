import type { Connections } from '../connection/ports.ts';
import { refreshRequests } from '../connection/refresh-requests.ts';
import { type TellStuckDeps, tellStuck } from '../mail/tell-stuck.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import type { Bookmarks, RequestLists, Watched } from '../request/ports.ts';
import { hasEnded } from '../request/status.ts';
import { answerTask } from './answer-task.ts';
import { isUnfinished } from './conclude.ts';
import type { Executions, TaskTokens } from './ports.ts';
import { resume, startNext } from './resume.ts';
import { whyStuck } from './stuck.ts';

const NAME = 'Sweep';

/** Pages of one run: what is left is for the next, which goes on from there. */
const PAGES = { unfinished: 25, active: 5, pairs: 5 } as const satisfies Record<Watched, number>;

export type SweepDeps = TellStuckDeps & {
  lists: RequestLists;
  bookmarks: Bookmarks;
  connections: Connections;
  executions: Executions;
  taskTokens: TaskTokens;
};

/** What one run found, in numbers of requests. */
export type SweepReport = {
  looked_at: number;
  /** EC2 had moved on without the workflow. */
  changed: number;
  /** Nothing followed them, and an execution was started. */
  resumed: number;
  /** They do not go on as they should, and the network team is told. */
  stuck: number;
  unreachable: number;
  /** Pairs of VPCs that a request held though it had ended. */
  freed: number;
};

/**
 * Finds what nothing else watches: requests that no execution follows, and connections that changed outside
 * Peerway. One request that cannot be swept keeps none of the others from it.
 *
 * @throws AggregateError once all were swept, when some could not be
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
    await bringToWorkflow(request, running, report, deps).catch((error: unknown) => errors.push(error));
  }
  return errors;
};

/** Wakes the execution that waits, or starts one where none runs; and says so when that does not help. */
const bringToWorkflow = async (
  request: PeeringRequest,
  running: ReadonlySet<string>,
  report: SweepReport,
  deps: SweepDeps,
): Promise<void> => {
  const stuck = whyStuck(request, deps.clock());
  if (!running.has(request.execution_name ?? request.id)) {
    if (await resume(request, deps)) report.resumed++;
  } else if (request.task_token) {
    const answered = await answerTask(request, request.task_token, deps.taskTokens);
    // It should have heard long ago: whatever it waits for, its token is not on the record.
    const isDeaf = stuck && answered === 'stale token';
    if (isDeaf && (await startNext(request, deps))) report.resumed++;
  }
  if (!stuck) return;
  report.stuck++;
  await tellStuck(request, stuck, NAME, deps);
};

/** A pair is freed with the end of its request. What is held all the same, by whatever mistake, blocks the next. */
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
