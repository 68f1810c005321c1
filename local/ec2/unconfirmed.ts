/**
 * What no source settles about EC2. Each choice is the one under which a client can rely on least, so
 * that a workflow that holds here holds whichever way EC2 decides.
 */
export const unconfirmed = {
  // The messages carry no account, because a client that read one out of them would be guessing.
  rejectedMessage: 'Rejected',
  expiredMessage: 'Expired',
  deletingMessage: 'Deleting',

  // AWS states two hours for the requester only: the accepter may never see that a connection failed.
  failedVisibleToAccepterSeconds: 0,

  // A Create that returns an older connection leaves its tags alone, so that nobody finds their own tag
  // on a connection that another request made.
  returnedConnectionTakesTags: false as boolean,

  // Of two pending connections in opposite directions only the one created first can be accepted. It is
  // certain only that an active one blocks the other.
  earlierPendingBlocksAccept: true as boolean,

  // A block associated after Create makes the two VPCs overlap: Accept answers, and then it fails.
  overlapAtAcceptFails: true as boolean,

  // The console deletes an active connection along with either VPC; DeleteVpc is taken to do the same,
  // so that a connection can end without anybody having called DeleteVpcPeeringConnection.
  activePeeringBlocksDeleteVpc: false as boolean,

  // The documentation writes ID; one live answer read `InvalidVpcId.Malformed`.
  malformedVpcIdCode: 'InvalidVpcID.Malformed',
} as const;
