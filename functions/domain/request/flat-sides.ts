import type { PeeringRequest } from './peering-request.ts';

/** Both sides as EC2 names them in a call, for answers, events and log lines. */
export const flatSides = ({ requester, accepter }: Pick<PeeringRequest, 'requester' | 'accepter'>) => ({
  vpc_id: requester.vpc_id,
  vpc_owner_id: requester.owner_id,
  vpc_region: requester.region,
  peer_vpc_id: accepter.vpc_id,
  peer_owner_id: accepter.owner_id,
  peer_region: accepter.region,
});
