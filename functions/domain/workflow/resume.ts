import type { PeeringRequest } from '../request/peering-request.ts';
import type { Requests } from '../request/ports.ts';
import type { Executions } from './ports.ts';

/**
 * Makes sure that an execution follows the request. A new one goes on from the record.
 *
 * @returns whether one had to be started
 */
export const resume = async (
  request: PeeringRequest,
  { requests, executions }: { requests: Requests; executions: Executions },
): Promise<boolean> => {
  const name = request.execution_name ?? request.id;
  if (await executions.isRunning(name)) return false;
  // One that never was can be started under its name; one that ended gives its name to no other.
  return (await executions.start(request.id, name)) || startNext(request, { requests, executions });
};

/**
 * Starts another execution, whatever becomes of the one that follows the request now: both go by the record.
 *
 * @returns `false` when somebody else has started one meanwhile
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
