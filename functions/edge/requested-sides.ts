import { ForbiddenError, ValidationError } from '../domain/request/errors.ts';
import type { Side, VpcId } from '../domain/request/peering-request.ts';
import type { Caller } from './caller.ts';

/** What a caller says about the two VPCs. */
export type RequestedPair = {
  vpc_id: VpcId;
  vpc_owner_id?: string | undefined;
  vpc_region?: string | undefined;
  peer_vpc_id: VpcId;
  peer_owner_id?: string | undefined;
  peer_region?: string | undefined;
};

export type RequestedSides = {
  requester: Side;
  accepter: Side;
  /** The fields that were left out, except the requester's account: that is the caller's. */
  left_out: readonly string[];
};

const DEFAULTED = ['vpc_region', 'peer_owner_id', 'peer_region'] as const;

/**
 * The two VPCs that a caller asks to peer, with EC2's defaults for what they left out.
 *
 * @throws ForbiddenError, ValidationError
 */
export const requestedSides = (body: RequestedPair, caller: Caller, homeRegion: string): RequestedSides => {
  const requester = {
    vpc_id: body.vpc_id,
    owner_id: body.vpc_owner_id ?? caller.account_id,
    region: body.vpc_region ?? homeRegion,
  };
  const accepter = {
    vpc_id: body.peer_vpc_id,
    owner_id: body.peer_owner_id ?? requester.owner_id,
    region: body.peer_region ?? requester.region,
  };
  if (requester.owner_id !== caller.account_id && !caller.is_network_team) {
    throw new ForbiddenError('You can submit requests only for VPCs in your own account.');
  }
  if (requester.vpc_id === accepter.vpc_id) {
    throw new ValidationError([{ path: 'peer_vpc_id', message: 'A VPC can’t be peered with itself.' }]);
  }
  return { requester, accepter, left_out: DEFAULTED.filter((field) => body[field] === undefined) };
};
