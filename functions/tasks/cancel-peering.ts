import { type CarryOutDeps, carryOut } from '../domain/connection/carry-out.ts';
import { type TaskInput, type TaskOutput, taskHandler } from '../edge/task-handler.ts';
import { clock, connections, requests } from '../wiring.ts';

/** Withdraws the request: deletes the pending connection from the requester's side. */
export const cancelPeering = async ({ request_id }: TaskInput, deps: CarryOutDeps): Promise<TaskOutput> => {
  await carryOut(
    request_id,
    'cancel',
    'CancelPeering',
    (request, id) => deps.connections.delete(request.requester, id),
    deps,
  );
  return { request_id };
};

export const handler = taskHandler('CancelPeering', (input) =>
  cancelPeering(input, { requests: requests(), connections: connections(), clock }),
);
