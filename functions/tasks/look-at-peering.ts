import type { Connections } from '../domain/connection/ports.ts';
import { refreshRequest } from '../domain/connection/refresh-request.ts';
import { getExisting } from '../domain/request/commit-latest.ts';
import type { Requests } from '../domain/request/ports.ts';
import { type NextWaitDeps, nextWait } from '../domain/workflow/next-wait.ts';
import { type TaskInput, type TaskOutput, taskHandler } from '../edge/task-handler.ts';
import { clock, connections, defaultReminders, directory, requests } from '../wiring.ts';

const TASK = 'LookAtPeering';

type Deps = NextWaitDeps & { requests: Requests; connections: Connections };

/** Refreshes the request from EC2, and returns how long the next wait may be. */
export const lookAtPeering = async ({ request_id }: TaskInput, deps: Deps): Promise<TaskOutput> => {
  const { request } = await refreshRequest(await getExisting(deps.requests, request_id), TASK, deps);
  return { request_id, wait_seconds: await nextWait(request, deps) };
};

export const handler = taskHandler(TASK, (input) =>
  lookAtPeering(input, {
    requests: requests(),
    connections: connections(),
    directory: directory(),
    clock,
    defaultReminders: defaultReminders(),
  }),
);
