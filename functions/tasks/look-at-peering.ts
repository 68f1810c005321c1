import { existing } from '../domain/commit-latest.ts';
import { followConnection } from '../domain/follow-connection.ts';
import type { Clock, Connections, Directory, Requests } from '../domain/ports.ts';
import { secondsToNextLook } from '../domain/window.ts';
import { type TaskInput, type TaskOutput, taskHandler } from '../edge/task-handler.ts';
import { clock, connections, defaultReminders, directory, requests } from '../wiring.ts';

const TASK = 'LookAtPeering';

type Deps = {
  requests: Requests;
  connections: Connections;
  directory: Directory;
  clock: Clock;
  /** For an account that is not in the directory: it may be put back at any time. */
  defaultReminders: readonly number[];
};

/** Asks EC2 how the connection stands, and says for how long the next wait may be. */
export const lookAtPeering = async ({ request_id }: TaskInput, deps: Deps): Promise<TaskOutput> => {
  const { request } = await followConnection(await existing(deps.requests, request_id), TASK, deps);
  const account = await deps.directory.account(request.accepter.owner_id);
  const reminders = account?.reminders ?? deps.defaultReminders;
  return { request_id, wait_seconds: secondsToNextLook(request, deps.clock(), reminders) };
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
