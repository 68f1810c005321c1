import { followConnection } from '../domain/connection/follow-connection.ts';
import type { Connections } from '../domain/connection/ports.ts';
import { existing } from '../domain/request/commit-latest.ts';
import type { Requests } from '../domain/request/ports.ts';
import { type NextLookDeps, nextLook } from '../domain/workflow/next-look.ts';
import { type TaskInput, type TaskOutput, taskHandler } from '../edge/task-handler.ts';
import { clock, connections, defaultReminders, directory, requests } from '../wiring.ts';

const TASK = 'LookAtPeering';

type Deps = NextLookDeps & { requests: Requests; connections: Connections };

/** Asks EC2 how the connection stands, and says for how long the next wait may be. */
export const lookAtPeering = async ({ request_id }: TaskInput, deps: Deps): Promise<TaskOutput> => {
  const { request } = await followConnection(await existing(deps.requests, request_id), TASK, deps);
  return { request_id, wait_seconds: await nextLook(request, deps) };
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
