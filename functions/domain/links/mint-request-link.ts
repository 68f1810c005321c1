import type { Viewer } from '../request/may-learn-of.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import { type MintedLink, type MintLinkDeps, mintReadOnly } from './mint-read-only.ts';

/**
 * Creates a link through which a caller of the API reads a request in a browser. The caller must be one who may learn
 * of it. The accepter's side and the network team see both VPCs' CIDR blocks, the requester's side as in EC2.
 */
export const mintRequestLink = (
  { id, accepter }: PeeringRequest,
  { arn, account_id, is_network_team }: Viewer & { arn: string },
  deps: MintLinkDeps,
): Promise<MintedLink> => {
  const side = is_network_team || account_id === accepter.owner_id ? 'accepter' : 'requester';
  return mintReadOnly({ purpose: 'read', request_id: id, person: arn, side }, deps);
};
