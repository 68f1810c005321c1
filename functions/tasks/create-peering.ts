import { withdraw } from '../domain/connection/carry-out.ts';
import {
  ConnectionNotSettledError,
  ConnectionRefusedError,
  RoleNotAssumableError,
} from '../domain/connection/errors.ts';
import type { Connection, Connections } from '../domain/connection/ports.ts';
import { refreshRequest } from '../domain/connection/refresh-request.ts';
import { commitLatest, getExisting } from '../domain/request/commit-latest.ts';
import type { Failure, PeeringRequest } from '../domain/request/peering-request.ts';
import type { Requests } from '../domain/request/ports.ts';
import { type NextWaitDeps, nextWait } from '../domain/workflow/next-wait.ts';
import { type TaskInput, type TaskOutput, taskHandler } from '../edge/task-handler.ts';
import { clock, connections, defaultReminders, directory, requests } from '../wiring.ts';

const TASK = 'CreatePeering';

/** How long EC2 may take to list a new connection. It usually takes seconds; this is a wide margin. */
const VISIBLE_AFTER_MS = 60_000;

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
    request = await findOrCreate(request, deps);
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

/** Looks for the request's own connection by its tag before it creates one. */
const findOrCreate = async (request: PeeringRequest, deps: Deps): Promise<PeeringRequest> => {
  const found = await findConnections(request, deps);
  if ('code' in found) return fail(request, found, deps.requests);
  const own = found.find((connection) => connection.request_id === request.id);
  if (own) return adopt(request, own, deps);
  // If the response to an earlier create was lost, its connection may appear with a delay.
  if (isSettling(request, deps.clock())) throw new ConnectionNotSettledError(request.id, 'not visible yet');
  if (request.decision?.kind === 'cancel') return withdraw(request, TASK, deps.requests);

  const other = found.find(isLive);
  if (other) return fail(request, conflictWith(other), deps.requests);

  const noted = await noteCreate(request, deps);
  if (noted.decision?.kind === 'cancel') return withdraw(noted, TASK, deps.requests);
  return create(noted, deps);
};

/** The connections between the two VPCs, or why Peerway will never be able to list them. */
const findConnections = async (request: PeeringRequest, deps: Deps): Promise<Connection[] | Failure> => {
  try {
    return await deps.connections.between(request.requester, request.accepter);
  } catch (error) {
    const failure = permanentFailure(error);
    // After an earlier create a connection may exist, so the request can't be failed without listing them.
    if (!failure || request.create_asked_at) throw error;
    return failure;
  }
};

const create = async (request: PeeringRequest, deps: Deps): Promise<PeeringRequest> => {
  let created: Connection;
  try {
    created = await deps.connections.create(request);
  } catch (error) {
    // A role that can't be assumed any more may have worked for an earlier attempt of this call.
    if (!(error instanceof ConnectionRefusedError)) throw error;
    return fail(request, { code: error.code, message: error.message }, deps.requests);
  }
  if (created.request_id === request.id) return adopt(request, created, deps);
  // If one already exists in the same direction, EC2 returns it without an error. The next attempt finds it.
  throw new ConnectionNotSettledError(created.id, created.status);
};

/** Recorded before EC2 is called, so that after a crash the next run knows that a connection may exist. */
const noteCreate = (request: PeeringRequest, { requests, clock }: Deps) =>
  commitLatest(requests, request, ({ decision }) =>
    decision
      ? undefined
      : {
          set: { create_asked_at: clock().toISOString() },
          entry: { type: 'connection-asked-for', actor: { kind: 'workflow', id: TASK } },
        },
  );

const isSettling = ({ create_asked_at }: PeeringRequest, now: Date): boolean =>
  create_asked_at !== undefined && now.getTime() - Date.parse(create_asked_at) < VISIBLE_AFTER_MS;

const adopt = (request: PeeringRequest, connection: Connection, { requests, clock }: Deps) =>
  commitLatest(requests, request, (latest) =>
    latest.vpc_peering_connection_id
      ? undefined
      : {
          set: {
            vpc_peering_connection_id: connection.id,
            connection_seen_at: clock().toISOString(),
            ...(connection.expires_at && { expires_at: connection.expires_at }),
          },
          entry: { type: 'connection-created', actor: { kind: 'workflow', id: TASK }, reason: connection.id },
        },
  );

const fail = (request: PeeringRequest, failure: Failure, requests: Requests) =>
  commitLatest(requests, request, ({ status }) =>
    status === 'submitted'
      ? {
          status: 'failed',
          set: { failure },
          entry: {
            type: 'status-changed',
            actor: { kind: 'workflow', id: TASK },
            reason: `${failure.code}: ${failure.message}`,
          },
        }
      : undefined,
  );

const isLive = ({ status }: Connection): boolean =>
  status === 'initiating-request' ||
  status === 'pending-acceptance' ||
  status === 'provisioning' ||
  status === 'active';

const conflictWith = ({ id, status }: Connection): Failure => ({
  code: 'CONFLICT',
  message: `${id} already exists between these VPCs, with the status ${status}. It wasn’t created for this request.`,
});

const permanentFailure = (error: unknown): Failure | undefined => {
  if (error instanceof ConnectionRefusedError) return { code: error.code, message: error.message };
  if (error instanceof RoleNotAssumableError) return { code: error.name, message: error.message };
  return undefined;
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
