/**
 * EC2's behavior where AWS doesn't document it. Each choice is the one that promises a client the least, so that a
 * workflow that works here works whatever EC2 really does.
 */
export const assumptions = {
  // The messages name no account, so that no client relies on reading one from them.
  rejectedMessage: 'Rejected',
  expiredMessage: 'Expired',
  deletingMessage: 'Deleting',

  // AWS documents two hours for the requester only, so the accepter may never see that a connection failed.
  failedVisibleToAccepterSeconds: 0,

  // A Create that returns an existing connection doesn't change its tags, so that nobody finds their tag on a
  // connection that another request created.
  returnedConnectionTakesTags: false as boolean,

  // Of two pending connections in opposite directions, only the one created first can be accepted. AWS documents
  // only that an active connection blocks the other.
  earlierPendingBlocksAccept: true as boolean,

  // If a block that was associated after Create makes the VPCs overlap, Accept succeeds and the connection fails.
  overlapAtAcceptFails: true as boolean,

  // The console deletes an active connection along with either VPC. DeleteVpc is assumed to do the same, so that a
  // connection can end without a call of DeleteVpcPeeringConnection.
  activePeeringBlocksDeleteVpc: false as boolean,

  // AWS documents the state of a route at two statuses: a blackhole while pending, active while active.
  activeRouteStatuses: ['active'],

  // Nothing tells whether a route to a connection that has ended is refused.
  routeToEndedConnectionCode: 'InvalidVpcPeeringConnectionID.NotFound',

  // AWS documents a quota of routes, but not whether the routes to a VPC's own blocks count.
  localRoutesCount: true as boolean,

  // AWS documents that DNS hostnames can't be enabled without DNS support, but not the error.
  hostnamesWithoutSupportCode: 'InvalidParameterCombination',

  // The documentation writes ID; a real response was `InvalidVpcId.Malformed`.
  malformedVpcIdCode: 'InvalidVpcID.Malformed',
} as const;
