import { commitLatest, getExisting } from '../request/commit-latest.ts';
import type {
  ConnectionId,
  DecisionKind,
  PeeringRequest,
  RequestId,
  Undeleted,
} from '../request/peering-request.ts';
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
  const found = await getExisting(deps.requests, id);
  let { request } = await refreshRequest(found, task, deps).catch(async (error: unknown) => {
    if (isUndone(found, kind)) await note(found, kind, error, task, deps);
    throw error;
  });
  const connection = request.vpc_peering_connection_id;
  if (isUndone(request, kind) && connection) {
    try {
      await act(request, connection);
    } catch (error) {
      // Somebody else acted first: EC2's current status decides.
      if (!(error instanceof ConnectionStateError)) {
        if (kind === 'cancel' && request.origin && isRefusal(error)) {
          await giveUpDeleting(request, error, task, deps);
          throw error;
        }
        await note(request, kind, error, task, deps);
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

/** Records an error once, and a refusal to delete once for each decision. */
const note = (
  request: PeeringRequest,
  kind: DecisionKind,
  error: unknown,
  task: string,
  { requests, clock }: CarryOutDeps,
): Promise<PeeringRequest> =>
  commitLatest(requests, request, (latest) => {
    const noted = noteError(latest, error, task, clock());
    const undeleted = kind === 'cancel' && isRefusal(error) && describeUndeleted(latest, error, clock());
    if (!undeleted || isKnown(undeleted, latest)) return noted;
    const { code, message } = toFailure(error);
    const actor = { kind: 'workflow', id: task } as const;
    return {
      set: { ...noted?.set, undeleted },
      entry: noted?.entry ?? { type: 'ec2-error', actor, reason: `${code}: ${message}` },
    };
  });

const describeUndeleted = (
  { status, teardown, decision, removal }: PeeringRequest,
  error: unknown,
  now: Date,
): Undeleted | undefined => {
  const decided = status === 'active' ? teardown : decision;
  return (
    decided && {
      by: decided.by,
      ...(removal && { answered_by: removal.by }),
      decided_at: decided.at,
      at: now.toISOString(),
      code: toFailure(error).code,
    }
  );
};

const isKnown = ({ decided_at, code }: Undeleted, { undeleted }: PeeringRequest): boolean =>
  undeleted?.decided_at === decided_at && undeleted.code === code;

/**
 * Peerway may not delete what it didn't create in this account, and trying again doesn't help: the request goes on
 * without the decision, and its trail says why.
 */
const giveUpDeleting = (
  request: PeeringRequest,
  error: unknown,
  task: string,
  { requests, clock }: CarryOutDeps,
): Promise<PeeringRequest> => {
  const { code, message } = toFailure(error);
  return commitLatest(requests, request, (latest) => ({
    set: {
      ...(latest.status === 'active'
        ? { teardown: undefined, removal: undefined, ends_at: undefined }
        : { decision: undefined }),
      ...refusedForGood(describeUndeleted(latest, error, clock())),
    },
    entry: {
      type: 'decision-refused',
      actor: { kind: 'workflow', id: task },
      reason: `${code}: ${message} To delete the connection: ${deleteElsewhere(request)}`,
    },
  }));
};

const refusedForGood = (undeleted: Undeleted | undefined): Pick<PeeringRequest, 'undeleted'> =>
  undeleted ? { undeleted: { ...undeleted, final: true } } : {};

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
