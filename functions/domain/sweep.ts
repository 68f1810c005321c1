import { answerTask } from './answer-task.ts';
import { isUnfinished } from './conclude.ts';
import { lookAtMany } from './look-at-many.ts';
import type { PeeringRequest } from './peering-request.ts';
import type { Bookmarks, Connections, Executions, RequestLists, TaskTokens, Watched } from './ports.ts';
import { resume } from './resume.ts';
import { whyStuck } from './stuck.ts';
import { type TellStuckDeps, tellStuck } from './tell-stuck.ts';

const NAME = 'Sweep';

/** Pages of one run: what is left is for the next, which goes on from there. */
const PAGES = { unfinished: 25, active: 5 } as const satisfies Record<Watched, number>;

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
};

/**
 * Finds what nothing else watches: requests that no execution follows, and connections that changed outside
 * Peerway. One request that cannot be swept keeps none of the others from it.
 *
 * @throws AggregateError once all were swept, when some could not be
 */
export const sweep = async (deps: SweepDeps): Promise<SweepReport> => {
  const report: SweepReport = { looked_at: 0, changed: 0, resumed: 0, stuck: 0, unreachable: 0 };
  const running = await deps.executions.running();
  const errors: unknown[] = [];
  for (const which of ['unfinished', 'active'] as const) {
    let bookmark = await deps.bookmarks.get(which);
    for (let page = 0; page < PAGES[which]; page++) {
      const { items, bookmark: next } = await deps.lists.watched(which, bookmark);
      errors.push(...(await sweepPage(items, running, report, deps)));
      bookmark = next;
      if (!bookmark) break;
    }
    await deps.bookmarks.set(which, bookmark);
  }
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} requests could not be swept`);
  return report;
};

const sweepPage = async (
  items: readonly PeeringRequest[],
  running: ReadonlySet<string>,
  report: SweepReport,
  deps: SweepDeps,
): Promise<unknown[]> => {
  const { requests, changed, unreachable } = await lookAtMany(items, NAME, deps);
  report.looked_at += items.length;
  report.changed += changed;
  report.unreachable += unreachable;
  const errors: unknown[] = [];
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
  if (whyStuck(request, deps.clock())) {
    report.stuck++;
    await tellStuck(request, NAME, deps);
  }
  if (!running.has(request.execution_name ?? request.id)) {
    if (await resume(request, deps)) report.resumed++;
  } else if (request.task_token) {
    await answerTask(request, request.task_token, deps.taskTokens);
  }
};
