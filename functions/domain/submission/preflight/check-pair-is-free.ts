import type { Connection } from '../../connection/ports.ts';
import { ConflictError } from '../../request/errors.ts';
import { hasSide, type PeeringRequest, type Side } from '../../request/peering-request.ts';
import { hasEnded } from '../../request/status.ts';
import { describeStatus } from '../../wording/statuses.ts';
import type { Known } from './facts.ts';
import { type Finding, fail, pass, unknown } from './finding.ts';

/** Hides other accounts' requests: a caller who claims their VPC must not learn of them. */
export const checkOpenRequest = (holder: PeeringRequest | undefined, { owner_id }: Side): Finding => {
  const check = 'open-request';
  if (!holder || hasEnded(holder.status) || !hasSide(holder, owner_id)) {
    return pass(check, 'No other open request between these VPCs is visible to the requester’s account.');
  }
  const message = `These VPCs already have an open request: ${holder.id} (${describeStatus(holder.status)}).`;
  return fail(
    check,
    message,
    'Use that request. To submit a new one, first withdraw it or delete its connection.',
    new ConflictError(message, {
      peering_request_id: holder.id,
      ...(holder.vpc_peering_connection_id && {
        vpc_peering_connection_id: holder.vpc_peering_connection_id,
      }),
    }),
  );
};

const LIVE = ['initiating-request', 'pending-acceptance', 'provisioning', 'active'];

export const checkLiveConnection = (connections: Known<Connection[]>): Finding => {
  const check = 'live-connection';
  if (!connections.known) return unknown(check, 'Peerway can’t see whether these VPCs are already peered.');
  const live = connections.value.find(({ status }) => LIVE.includes(status));
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
