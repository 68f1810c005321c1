import { answerTask } from './answer-task.ts';
import { isUnfinished } from './conclude.ts';
import { lookAtMany } from './look-at-many.ts';
import type { PeeringRequest } from './peering-request.ts';
import type {
  Bookmarks,
  Clock,
  Connections,
  Executions,
  RequestLists,
  Requests,
  TaskTokens,
  Watched,
} from './ports.ts';
import { executionNumber, resume } from './resume.ts';

const NAME = 'Sweep';

/** Pages of one run: what is left is for the next, which goes on from there. */
const PAGES = { unfinished: 25, active: 5 } as const satisfies Record<Watched, number>;

/** From which execution on a request counts as stuck: one may be lost to a passing fault. */
const STUCK_FROM = 3;

export type SweepDeps = {
  requests: Requests;
  lists: RequestLists;
  bookmarks: Bookmarks;
  connections: Connections;
  executions: Executions;
  taskTokens: TaskTokens;
  clock: Clock;
};

/** What one run found, in numbers of requests. */
export type SweepReport = {
  looked_at: number;
  /** EC2 had moved on without the workflow. */
  changed: number;
  /** Nothing followed them, and an execution was started. */
  resumed: number;
  /** Of those resumed, the ones for which that was not the first time. */
  stuck: number;
  unreachable: number;
};

/**
 * Finds what nothing else watches: requests that no execution follows, and connections that changed outside
 * Peerway.
 */
export const sweep = async (deps: SweepDeps): Promise<SweepReport> => {
  const report: SweepReport = { looked_at: 0, changed: 0, resumed: 0, stuck: 0, unreachable: 0 };
  const running = await deps.executions.running();
  for (const which of ['unfinished', 'active'] as const) {
    let bookmark = await deps.bookmarks.get(which);
    for (let page = 0; page < PAGES[which]; page++) {
      const { items, bookmark: next } = await deps.lists.watched(which, bookmark);
      await sweepPage(items, running, report, deps);
      bookmark = next;
      if (!bookmark) break;
    }
    await deps.bookmarks.set(which, bookmark);
  }
  return report;
};

const sweepPage = async (
  items: readonly PeeringRequest[],
  running: ReadonlySet<string>,
  report: SweepReport,
  deps: SweepDeps,
): Promise<void> => {
  const { requests, changed, unreachable } = await lookAtMany(items, NAME, deps);
  report.looked_at += items.length;
  report.changed += changed;
  report.unreachable += unreachable;
  for (const request of requests.filter(isUnfinished)) await bringToWorkflow(request, running, report, deps);
};

/** Wakes the execution that waits, or starts one where none runs. */
const bringToWorkflow = async (
  request: PeeringRequest,
  running: ReadonlySet<string>,
  report: SweepReport,
  deps: SweepDeps,
): Promise<void> => {
  if (running.has(request.execution_name ?? request.id)) {
    const { task_token } = request;
    if (task_token) await answerTask(request, task_token, deps.taskTokens);
    return;
  }
  if (!(await resume(request, deps))) return;
  report.resumed++;
  if (executionNumber(request) >= STUCK_FROM) report.stuck++;
};
