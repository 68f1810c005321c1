import { type DisconnectVpcsDeps, disconnectVpcs } from '../domain/connectivity/disconnect-vpcs.ts';
import { type TaskInput, type TaskOutput, taskHandler } from '../edge/task-handler.ts';
import { clock, requests, routeTables } from '../wiring.ts';

const TASK = 'DisconnectVpcs';

/** Removes the routes that Peerway created for the connection. */
export const disconnect = async (
  { request_id }: TaskInput,
  deps: DisconnectVpcsDeps,
): Promise<TaskOutput> => {
  await disconnectVpcs(request_id, TASK, deps);
  return { request_id };
};

export const handler = taskHandler(TASK, (input) =>
  disconnect(input, { requests: requests(), routeTables: routeTables(), clock }),
);
