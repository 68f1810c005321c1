import type { PeeringRequest } from '../domain/peering-request.ts';
import type { Executions, Requests } from '../domain/ports.ts';
import { isOpen, STATUSES } from '../domain/status.ts';
import { scheduleHandler } from '../edge/schedule-handler.ts';
import { executions, requests } from '../wiring.ts';

type Deps = { requests: Requests; executions: Executions };

/** How many requests the sweep looked at, and for how many it had to start an execution. */
export type SweepReport = { looked_at: number; resumed: number };

/**
 * Finds what nothing watches: open requests that no execution follows, because it was never started, failed or
 * was stopped. A new execution goes on from the record.
 */
export const sweep = async (deps: Deps): Promise<SweepReport> => {
  const report = { looked_at: 0, resumed: 0 };
  for (const status of STATUSES.filter(isOpen)) {
    for await (const request of deps.requests.withStatus(status)) {
      report.looked_at++;
      if (await resume(request, deps)) report.resumed++;
    }
  }
  return report;
};

const resume = async (request: PeeringRequest, { requests, executions }: Deps): Promise<boolean> => {
  const name = request.execution_name ?? request.id;
  if (await executions.isRunning(name)) return false;
  // One that never was can be started under its name; one that ended gives its name to no other.
  if (await executions.start(request.id, name)) return true;
  const next = nextName(request.id, name);
  return (await requests.noteExecution(request, next)) && executions.start(request.id, next);
};

/** pr-… is followed by pr-…-2, that by pr-…-3. */
const nextName = (id: string, name: string): string => `${id}-${Number(name.slice(id.length + 1) || 1) + 1}`;

export const handler = scheduleHandler('Sweep', () =>
  sweep({ requests: requests(), executions: executions() }),
);
