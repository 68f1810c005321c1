import type { ConnectScope } from '../request/connect.ts';
import type { Approval, Decision, PeeringRequest } from '../request/peering-request.ts';
import { isEmptyScope } from './mode.ts';

/**
 * What the accepter's people agree to by accepting: what every approval that counts agrees to. Nothing if one of them
 * leaves it out.
 *
 * @param approvals those that count
 */
export const consentBy = (
  { consents }: PeeringRequest,
  { by, at }: Decision,
  approvals: readonly Approval[],
): Pick<PeeringRequest, 'consents'> => {
  const scope = approvals.map(({ connect }) => connect).reduce(common);
  return scope && !isEmptyScope(scope) ? { consents: { ...consents, accepter: { ...scope, by, at } } } : {};
};

const common = (one: ConnectScope | undefined, other: ConnectScope | undefined): ConnectScope | undefined =>
  one &&
  other && {
    destination_cidr_blocks: one.destination_cidr_blocks.filter((block) =>
      other.destination_cidr_blocks.includes(block),
    ),
    dns_resolution: one.dns_resolution && other.dns_resolution,
  };
