import { type CarryOutDeps, carryOut } from '../domain/connection/carry-out.ts';
import { type TaskInput, type TaskOutput, taskHandler } from '../edge/task-handler.ts';
import { clock, connections, requests } from '../wiring.ts';

/** Rejects the connection in the accepter's account and Region. */
export const rejectPeering = async ({ request_id }: TaskInput, deps: CarryOutDeps): Promise<TaskOutput> => {
  await carryOut(
    request_id,
    'reject',
    'RejectPeering',
    (request, id) => deps.connections.reject(request.accepter, id),
    deps,
  );
  return { request_id };
};

export const handler = taskHandler('RejectPeering', (input) =>
  rejectPeering(input, { requests: requests(), connections: connections(), clock }),
);
