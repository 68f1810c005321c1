import type { PeeringRequest } from './peering-request.ts';
import type { Executions, Requests } from './ports.ts';

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
  if (await executions.start(request.id, name)) return true;
  const next = nextName(request.id, name);
  return (await requests.noteExecution(request, next)) && executions.start(request.id, next);
};

/** pr-… is followed by pr-…-2, that by pr-…-3. */
const nextName = (id: string, name: string): string => `${id}-${Number(name.slice(id.length + 1) || 1) + 1}`;
