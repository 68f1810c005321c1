import { type CarryOutDeps, carryOut } from '../domain/connection/carry-out.ts';
import { type TaskInput, type TaskOutput, taskHandler } from '../edge/task-handler.ts';
import { clock, connections, requests } from '../wiring.ts';

/** Accepts the connection in the accepter's account and Region; retries continue until it is active. */
export const acceptPeering = async ({ request_id }: TaskInput, deps: CarryOutDeps): Promise<TaskOutput> => {
  await carryOut(
    request_id,
    'accept',
    'AcceptPeering',
    (request, id) => deps.connections.accept(request.accepter, id),
    deps,
  );
  return { request_id };
};

export const handler = taskHandler('AcceptPeering', (input) =>
  acceptPeering(input, { requests: requests(), connections: connections(), clock }),
);
