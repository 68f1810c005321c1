import { isLive } from '../../connection/is-live.ts';
import type { Connection } from '../../connection/ports.ts';
import { ConflictError } from '../../request/errors.ts';
import { mayLearnOf, type Viewer } from '../../request/may-learn-of.ts';
import type { PeeringRequest } from '../../request/peering-request.ts';
import { hasEnded } from '../../request/status.ts';
import { describeStatus } from '../../wording/statuses.ts';
import type { Known } from './facts.ts';
import { type Finding, fail, pass, unknown } from './finding.ts';

export const checkOpenRequest = (holder: Known<PeeringRequest | undefined>, viewer: Viewer): Finding => {
  const check = 'open-request';
  if (!holder.known)
    return unknown(
      check,
      'Peerway can say whether these VPCs have an open request once it sees that the requester’s account owns its VPC.',
    );
  if (!holder.value || hasEnded(holder.value.status))
    return pass(check, 'These VPCs have no other open request.');
  const error = openRequestConflict(holder.value, viewer);
  const remedy = mayLearnOf(viewer, holder.value)
    ? 'Use that request. To submit a new one, first withdraw it or delete its connection.'
    : 'Ask the network team to review that request: it doesn’t name your account.';
  return fail(check, error.message, remedy, error);
};

/** Names the request and its connection only to those who may learn of it. */
export const openRequestConflict = (holder: PeeringRequest | undefined, viewer: Viewer): ConflictError => {
  if (!holder || !mayLearnOf(viewer, holder))
    return new ConflictError('These VPCs already have an open request.');
  const { id, status, vpc_peering_connection_id } = holder;
  return new ConflictError(`These VPCs already have an open request: ${id} (${describeStatus(status)}).`, {
    peering_request_id: id,
    ...(vpc_peering_connection_id && { vpc_peering_connection_id }),
  });
};

export const checkLiveConnection = (connections: Known<Connection[]>): Finding => {
  const check = 'live-connection';
  if (!connections.known) return unknown(check, 'Peerway can’t see whether these VPCs are already peered.');
  const live = connections.value.find(isLive);
  if (!live) return pass(check, 'These VPCs aren’t already peered.');
  const message = `These VPCs already have a peering connection: ${live.id} (${live.status}).`;
  return fail(
    check,
    message,
    'Use that connection, or delete it first.',
    new ConflictError(message, {
      vpc_peering_connection_id: live.id,
    }),
  );
};
