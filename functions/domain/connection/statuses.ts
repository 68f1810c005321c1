/** EC2's statuses of a VPC peering connection. */
export const CONNECTION_STATUSES = [
  'initiating-request',
  'pending-acceptance',
  'provisioning',
  'active',
  'rejected',
  'expired',
  'failed',
  'deleting',
  'deleted',
] as const;

export type ConnectionStatus = (typeof CONNECTION_STATUSES)[number];
