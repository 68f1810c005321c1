import { commitLatest } from '../request/commit-latest.ts';
import { ConnectionTakenError } from '../request/errors.ts';
import type { Failure, PeeringRequest } from '../request/peering-request.ts';
import { type CarryOutDeps, withdraw } from './carry-out.ts';
import { ConnectionNotSettledError, ConnectionRefusedError, isRefusal } from './errors.ts';
import { isLive } from './is-live.ts';
import { failWith, giveUpUnseen, hasRunOut, noteError, toFailure } from './patience.ts';
import type { Connection } from './ports.ts';

/** How long EC2 may take to list a new connection. It usually takes seconds; this is a wide margin. */
const VISIBLE_AFTER_MS = 60_000;

/**
 * Looks for the request's own connection by its tag before it creates one. Ends the request if that can never
 * succeed, or hasn't for as long as Peerway retries; but not while a connection may exist that it can't see.
 *
 * @param task the Task state that the audit trail names as the actor
 * @throws ConnectionNotSettledError, and any error that is worth a retry
 */
export const findOrCreate = async (
  request: PeeringRequest,
  task: string,
  deps: CarryOutDeps,
): Promise<PeeringRequest> => {
  const { requests, connections, clock } = deps;
  // Where EC2 wasn't asked to create anything, there is nothing to look for.
  if (isCancelled(request) && !request.create_asked_at) return withdraw(request, task, requests);
  let found: Connection[];
  try {
    found = await connections.between(request.requester, request.accepter);
  } catch (error) {
    return endOrThrow(request, error, task, deps);
  }
  const own = found.find((connection) => connection.request_id === request.id);
  if (own) return adopt(request, own, task, deps);
  // If the response to an earlier create was lost, its connection may appear with a delay.
  if (isSettling(request, clock())) throw new ConnectionNotSettledError(request.id, 'not visible yet');
  if (isCancelled(request)) return withdraw(request, task, requests);

  const other = found.find(isLive);
  if (other) return fail(request, conflictWith(other), task, deps);
  const { create_asked_at, ec2_error } = request;
  if (create_asked_at && ec2_error && hasRunOut(request, clock())) {
    return fail(request, { code: ec2_error.code, message: ec2_error.message }, task, deps);
  }
  const noted = await noteCreate(request, task, deps);
  return isCancelled(noted) ? withdraw(noted, task, requests) : create(noted, task, deps);
};

const isCancelled = ({ decision }: PeeringRequest): boolean => decision?.kind === 'cancel';

/** Ends a request whose connection can't be looked for; throws the error on while that is too early. */
const endOrThrow = async (
  request: PeeringRequest,
  error: unknown,
  task: string,
  { requests, clock }: CarryOutDeps,
): Promise<PeeringRequest> => {
  const now = clock();
  const latest = await commitLatest(requests, request, (current) => {
    if (current.status !== 'submitted') return undefined;
    // After an earlier create, a connection may exist.
    const end = current.create_asked_at
      ? giveUpUnseen(current, task, now)
      : (isRefusal(error) || hasRunOut(current, now)) && failWith(toFailure(error), task);
    return end || noteError(current, error, task, now);
  });
  if (latest.status === 'submitted') throw error;
  return latest;
};

const create = async (request: PeeringRequest, task: string, deps: CarryOutDeps): Promise<PeeringRequest> => {
  let created: Connection;
  try {
    created = await deps.connections.create(request);
  } catch (error) {
    // A role that can't be assumed any more may have worked for an earlier attempt of this call.
    if (error instanceof ConnectionRefusedError) return fail(request, toFailure(error), task, deps);
    await commitLatest(deps.requests, request, (latest) => noteError(latest, error, task, deps.clock()));
    throw error;
  }
  if (created.request_id === request.id) return adopt(request, created, task, deps);
  // If one already exists in the same direction, EC2 returns it without an error. The next attempt finds it.
  throw new ConnectionNotSettledError(created.id, created.status);
};

/** Recorded before EC2 is called, so that after a crash the next run knows that a connection may exist. */
const noteCreate = (request: PeeringRequest, task: string, { requests, clock }: CarryOutDeps) =>
  commitLatest(requests, request, ({ decision }) =>
    decision
      ? undefined
      : {
          set: { create_asked_at: clock().toISOString() },
          entry: { type: 'connection-asked-for', actor: { kind: 'workflow', id: task } },
        },
  );

const isSettling = ({ create_asked_at }: PeeringRequest, now: Date): boolean =>
  create_asked_at !== undefined && now.getTime() - Date.parse(create_asked_at) < VISIBLE_AFTER_MS;

const adopt = async (
  request: PeeringRequest,
  connection: Connection,
  task: string,
  deps: CarryOutDeps,
): Promise<PeeringRequest> => {
  try {
    return await noteConnection(request, connection, task, deps);
  } catch (error) {
    // Somebody gave another request's connection this request's tag.
    if (error instanceof ConnectionTakenError) return fail(request, conflictWith(connection), task, deps);
    throw error;
  }
};

const noteConnection = (
  request: PeeringRequest,
  connection: Connection,
  task: string,
  { requests, clock }: CarryOutDeps,
) =>
  commitLatest(requests, request, (latest) =>
    latest.vpc_peering_connection_id
      ? undefined
      : {
          set: {
            vpc_peering_connection_id: connection.id,
            connection_seen_at: clock().toISOString(),
            ...(connection.expires_at && { expires_at: connection.expires_at }),
            ec2_error: undefined,
          },
          entry: { type: 'connection-created', actor: { kind: 'workflow', id: task }, reason: connection.id },
        },
  );

const fail = (request: PeeringRequest, failure: Failure, task: string, { requests }: CarryOutDeps) =>
  commitLatest(requests, request, ({ status }) =>
    status === 'submitted' ? failWith(failure, task) : undefined,
  );

const conflictWith = ({ id, status }: Connection): Failure => ({
  code: 'CONFLICT',
  message: `${id} already exists between these VPCs, with the status ${status}. It wasn’t created for this request.`,
});
