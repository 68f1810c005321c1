import type { RequestStatus } from '../../../functions/domain/request/status.ts';
import type { PeeringStatus } from '../../../local/ec2/peering-status.ts';
import type { Evidence } from '../evidence.ts';

/** How EC2's connection must stand where the record says this; `none` is a request that EC2 knows nothing of. */
const EC2_SAYS: Readonly<Record<RequestStatus, readonly (PeeringStatus | 'none')[]>> = {
  submitted: [],
  'pending-acceptance': ['pending-acceptance'],
  provisioning: [],
  active: ['active'],
  rejected: ['rejected'],
  expired: ['expired'],
  failed: ['failed', 'none'],
  cancelled: ['deleted', 'none'],
  deleted: ['deleted'],
};

/** 1. Once EC2 has settled and the sweep has run, record and EC2 agree on how the request ended. */
export const agreesWithEc2 = ({ record, named, connections }: Evidence): string[] => {
  const truth = (named ?? connections[0])?.status ?? 'none';
  return EC2_SAYS[record.status].includes(truth)
    ? []
    : [`the record says ${record.status}, and EC2 says ${truth}`];
};
