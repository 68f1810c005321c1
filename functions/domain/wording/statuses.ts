import type { RequestStatus } from '../request/status.ts';

const STATUS_WORDS = {
  submitted: 'submitted',
  'pending-acceptance': 'waiting for a decision',
  provisioning: 'being set up',
  active: 'active',
  rejected: 'rejected',
  expired: 'expired',
  failed: 'failed',
  cancelled: 'withdrawn',
  deleted: 'deleted',
} as const satisfies Record<RequestStatus, string>;

export const describeStatus = (status: RequestStatus): string => STATUS_WORDS[status];
