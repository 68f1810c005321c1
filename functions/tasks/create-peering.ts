import { ConnectionNotSettledError } from '../domain/connection/errors.ts';
import { findOrCreate } from '../domain/connection/find-or-create.ts';
import type { Connections } from '../domain/connection/ports.ts';
import { refreshRequest } from '../domain/connection/refresh-request.ts';
import { getExisting } from '../domain/request/commit-latest.ts';
import type { Requests } from '../domain/request/ports.ts';
import { type NextWaitDeps, nextWait } from '../domain/workflow/next-wait.ts';
import { type TaskInput, type TaskOutput, taskHandler } from '../edge/task-handler.ts';
import { clock, connections, defaultReminders, directory, requests } from '../wiring.ts';

const TASK = 'CreatePeering';

type Deps = NextWaitDeps & { requests: Requests; connections: Connections };

/**
 * Creates the request's connection or finds it. The state machine's Retry waits until EC2 sets it to
 * `pending-acceptance` or `failed`.
 *
 * @throws ConnectionNotSettledError
 */
export const createPeering = async ({ request_id }: TaskInput, deps: Deps): Promise<TaskOutput> => {
  let request = await getExisting(deps.requests, request_id);
  if (request.status === 'submitted' && !request.vpc_peering_connection_id)
    request = await findOrCreate(request, TASK, deps);
  if (request.status === 'submitted') {
    const refreshed = await refreshRequest(request, TASK, deps);
    request = refreshed.request;
    if (request.status === 'submitted') {
      throw new ConnectionNotSettledError(
        request.vpc_peering_connection_id ?? request.id,
        refreshed.connection?.status ?? 'not visible yet',
      );
    }
  }
  return { request_id, wait_seconds: await nextWait(request, deps) };
};

export const handler = taskHandler(TASK, (input) =>
  createPeering(input, {
    requests: requests(),
    connections: connections(),
    directory: directory(),
    clock,
    defaultReminders: defaultReminders(),
  }),
);
