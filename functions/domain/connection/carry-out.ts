import { commitLatest, getExisting } from '../request/commit-latest.ts';
import type { ConnectionId, DecisionKind, PeeringRequest, RequestId } from '../request/peering-request.ts';
import type { Clock, Requests } from '../request/ports.ts';
import { isOpen } from '../request/status.ts';
import { ConnectionNotSettledError, ConnectionStateError, isRefusal } from './errors.ts';
import { noteError, toFailure } from './patience.ts';
import type { Connections } from './ports.ts';
import { refreshRequest } from './refresh-request.ts';
import { deleteElsewhere } from './refuse-delete.ts';

export type CarryOutDeps = { requests: Requests; connections: Connections; clock: Clock };

/**
 * Carries out a decision in EC2 and updates the record with the result. It describes the connection before it
 * acts, so that a repeated step, or a decision already carried out in the console, ends the same way.
 *
 * @param kind acts only if this is the decision on the record
 * @param task the Task state that the audit trail names as the actor
 * @throws ConnectionNotSettledError while EC2 has not finished
 */
export const carryOut = async (
  id: RequestId,
  kind: DecisionKind,
  task: string,
  act: (request: PeeringRequest, connection: ConnectionId) => Promise<void>,
  deps: CarryOutDeps,
): Promise<PeeringRequest> => {
  let { request } = await refreshRequest(await getExisting(deps.requests, id), task, deps);
  const connection = request.vpc_peering_connection_id;
  if (isUndone(request, kind) && connection) {
    try {
      await act(request, connection);
    } catch (error) {
      // Somebody else acted first: EC2's current status decides.
      if (!(error instanceof ConnectionStateError)) {
        if (kind === 'cancel' && request.origin && isRefusal(error)) {
          await giveUpDeleting(request, error, task, deps.requests);
          throw error;
        }
        await commitLatest(deps.requests, request, (latest) => noteError(latest, error, task, deps.clock()));
        throw error;
      }
    }
    ({ request } = await refreshRequest(request, task, deps));
  } else if (isUndone(request, kind) && kind === 'cancel') {
    request = await withdraw(request, task, deps.requests);
  }
  if (isOpen(request.status) || isUndone(request, kind))
    throw new ConnectionNotSettledError(connection ?? id, request.status);
  return request;
};

const isUndone = ({ status, decision, teardown }: PeeringRequest, kind: DecisionKind): boolean =>
  status === 'active'
    ? teardown?.kind === kind
    : decision?.kind === kind && (status === 'submitted' || status === 'pending-acceptance');

/**
 * Peerway may not delete what it didn't create in this account, and trying again doesn't help: the request goes on
 * without the decision, and its trail says why.
 */
const giveUpDeleting = (
  request: PeeringRequest,
  error: unknown,
  task: string,
  requests: Requests,
): Promise<PeeringRequest> => {
  const { code, message } = toFailure(error);
  return commitLatest(requests, request, ({ status }) => ({
    set:
      status === 'active'
        ? { teardown: undefined, removal: undefined, ends_at: undefined }
        : { decision: undefined },
    entry: {
      type: 'decision-refused',
      actor: { kind: 'workflow', id: task },
      reason: `${code}: ${message} To delete the connection: ${deleteElsewhere(request)}`,
    },
  }));
};

/** Withdraws a request that has no connection in EC2. */
export const withdraw = (
  request: PeeringRequest,
  task: string,
  requests: Requests,
): Promise<PeeringRequest> =>
  commitLatest(requests, request, ({ status }) =>
    status === 'submitted'
      ? {
          status: 'cancelled',
          entry: {
            type: 'status-changed',
            actor: { kind: 'workflow', id: task },
            reason: 'withdrawn before a connection was created',
          },
        }
      : undefined,
  );
