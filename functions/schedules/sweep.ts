import type { Executions, RequestLists, Requests } from '../domain/ports.ts';
import { resume } from '../domain/resume.ts';
import { scheduleHandler } from '../edge/schedule-handler.ts';
import { executions, lists, requests } from '../wiring.ts';

type Deps = { lists: RequestLists; requests: Requests; executions: Executions };

/** How many requests the sweep looked at, and for how many it had to start an execution. */
export type SweepReport = { looked_at: number; resumed: number };

/**
 * Finds what nothing watches: open requests that no execution follows, because it was never started, failed or
 * was stopped. A new execution goes on from the record.
 */
export const sweep = async (deps: Deps): Promise<SweepReport> => {
  const report = { looked_at: 0, resumed: 0 };
  for await (const request of deps.lists.unfinished()) {
    report.looked_at++;
    if (await resume(request, deps)) report.resumed++;
  }
  return report;
};

export const handler = scheduleHandler('Sweep', () =>
  sweep({ lists: lists(), requests: requests(), executions: executions() }),
);
