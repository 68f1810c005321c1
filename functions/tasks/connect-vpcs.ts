import { type ConnectVpcsDeps, connectVpcs } from '../domain/connectivity/connect-vpcs.ts';
import { type TaskInput, type TaskOutput, taskHandler } from '../edge/task-handler.ts';
import {
  clock,
  connectAbilities,
  connections,
  directory,
  requests,
  routesPerTable,
  routeTables,
  vpcs,
} from '../wiring.ts';

const TASK = 'ConnectVpcs';

/** Creates the routes and turns on the DNS resolution that both sides agreed to. */
export const connect = async ({ request_id }: TaskInput, deps: ConnectVpcsDeps): Promise<TaskOutput> => {
  await connectVpcs(request_id, TASK, deps);
  return { request_id };
};

export const handler = taskHandler(TASK, (input) =>
  connect(input, {
    requests: requests(),
    connections: connections(),
    directory: directory(),
    vpcs: vpcs(),
    routeTables: routeTables(),
    routesPerTable: routesPerTable(),
    abilities: connectAbilities(),
    clock,
  }),
);
