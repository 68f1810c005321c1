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

/** How long a connection may take to show in EC2's lists, with a wide margin: seconds are usual. */
const VISIBLE_AFTER_MS = 60_000;

type Deps = NextWaitDeps & { requests: Requests; connections: Connections };

/**
 * Makes the request's connection, or finds it, and waits through the state machine's Retry until EC2 has
 * made up its mind: pending acceptance, or failed.
 *
 * @throws ConnectionNotSettledError
 */
export const createPeering = async ({ request_id }: TaskInput, deps: Deps): Promise<TaskOutput> => {
  let request = await getExisting(deps.requests, request_id);
  if (request.status === 'submitted' && !request.vpc_peering_connection_id)
    request = await connect(request, deps);
  if (request.status === 'submitted') {
    const followed = await refreshRequest(request, TASK, deps);
    request = followed.request;
    if (request.status === 'submitted') {
      throw new ConnectionNotSettledError(
        request.vpc_peering_connection_id ?? request.id,
        followed.connection?.status ?? 'not visible yet',
      );
    }
  }
  return { request_id, wait_seconds: await nextWait(request, deps) };
};

/** Looks for the request's own connection by its tag before it creates one. */
const connect = async (request: PeeringRequest, deps: Deps): Promise<PeeringRequest> => {
  const found = await look(request, deps);
  if ('code' in found) return fail(request, found, deps.requests);
  const own = found.find((connection) => connection.request_id === request.id);
  if (own) return adopt(request, own, deps);
  // A create whose answer was lost may show a while later.
  if (isSettling(request, deps.clock())) throw new ConnectionNotSettledError(request.id, 'not visible yet');
  if (request.decision?.kind === 'cancel') return withdraw(request, TASK, deps.requests);

  const other = found.find(isLive);
  if (other) return fail(request, conflictWith(other), deps.requests);

  const asking = await noteAsked(request, deps);
  if (asking.decision?.kind === 'cancel') return withdraw(asking, TASK, deps.requests);
  return create(asking, deps);
};

/** The connections between the two VPCs, or why they can never be seen. */
const look = async (request: PeeringRequest, deps: Deps): Promise<Connection[] | Failure> => {
  try {
    return await deps.connections.between(request.requester, request.accepter);
  } catch (error) {
    const failure = neverMended(error);
    // Where EC2 was asked to create before, a connection may be there: nothing but a look can tell.
    if (!failure || request.create_asked_at) throw error;
    return failure;
  }
};

const create = async (request: PeeringRequest, deps: Deps): Promise<PeeringRequest> => {
  let created: Connection;
  try {
    created = await deps.connections.create(request);
  } catch (error) {
    // A role that let us look a moment ago, and not now, may have let the first attempt in too.
    if (!(error instanceof ConnectionRefusedError)) throw error;
    return fail(request, { code: error.code, message: error.message }, deps.requests);
  }
  if (created.request_id === request.id) return adopt(request, created, deps);
  // Where one of the same direction lives already, EC2 answers with that one and no error. The next look tells.
  throw new ConnectionNotSettledError(created.id, created.status);
};

/** Before EC2 is asked, so that whoever comes after a crash knows that a connection may be there. */
const noteAsked = (request: PeeringRequest, { requests, clock }: Deps) =>
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
  message: `${id} connects these two VPCs already, or asks to; it is ${status}. Peerway did not make it for this request.`,
});

const neverMended = (error: unknown): Failure | undefined => {
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
