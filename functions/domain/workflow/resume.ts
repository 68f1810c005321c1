import type { PeeringRequest } from '../request/peering-request.ts';
import type { Requests } from '../request/ports.ts';
import type { Executions } from './ports.ts';

/**
 * Makes sure that an execution follows the request. A new one continues from the record.
 *
 * @returns whether one had to be started
 */
export const resume = async (
  request: PeeringRequest,
  { requests, executions }: { requests: Requests; executions: Executions },
): Promise<boolean> => {
  const name = request.execution_name ?? request.id;
  if (await executions.isRunning(name)) return false;
  // An execution that never existed can start under its name; an ended one's name can't be reused.
  return (await executions.start(request.id, name)) || startNext(request, { requests, executions });
};

/**
 * Starts another execution beside the one that follows the request now: both work from the record, so both may
 * run.
 *
 * @returns `false` when another was started in the meantime
 */
export const startNext = async (
  request: PeeringRequest,
  { requests, executions }: { requests: Requests; executions: Executions },
): Promise<boolean> => {
  const next = nextName(request);
  return (await requests.noteExecution(request, next)) && executions.start(request.id, next);
};

/** How many executions have followed the request: pr-… is the first, pr-…-2 the second. */
export const executionNumber = ({ id, execution_name }: PeeringRequest): number =>
  Number(execution_name?.slice(id.length + 1) ?? 1);

const nextName = (request: PeeringRequest): string => `${request.id}-${executionNumber(request) + 1}`;
