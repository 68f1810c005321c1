import type { Connection } from '../../connection/ports.ts';
import { ConflictError } from '../../request/errors.ts';
import { hasSide, type PeeringRequest, type Side } from '../../request/peering-request.ts';
import { hasEnded } from '../../request/status.ts';
import type { Known } from './facts.ts';
import { type Finding, fail, pass, unknown } from './finding.ts';

/** Who claims a VPC of others must not learn what they ask for. */
export const noOpenRequest = (holder: PeeringRequest | undefined, { owner_id }: Side): Finding => {
  const check = 'open-request';
  if (!holder || hasEnded(holder.status) || !hasSide(holder, owner_id)) {
    return pass(check, 'No other request that you may see is open between the two VPCs.');
  }
  const message = `${holder.id} is ${holder.status} between the two VPCs.`;
  return fail(
    check,
    message,
    'Follow that request, or cancel it first.',
    new ConflictError(message, {
      peering_request_id: holder.id,
      ...(holder.vpc_peering_connection_id && {
        vpc_peering_connection_id: holder.vpc_peering_connection_id,
      }),
    }),
  );
};

const LIVE = ['initiating-request', 'pending-acceptance', 'provisioning', 'active'];

export const noLiveConnection = (between: Known<Connection[]>): Finding => {
  const check = 'live-connection';
  if (!between.known) return unknown(check, 'Connections between the two VPCs cannot be seen from here.');
  const live = between.value.find(({ status }) => LIVE.includes(status));
  if (!live) return pass(check, 'No connection lives between the two VPCs.');
  const message = `${live.id} is ${live.status} between the two VPCs.`;
  return fail(
    check,
    message,
    'Use that connection, or delete it first.',
    new ConflictError(message, {
      vpc_peering_connection_id: live.id,
    }),
  );
};
