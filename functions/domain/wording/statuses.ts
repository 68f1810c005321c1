import type { DecisionKind } from '../request/peering-request.ts';
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

const DECISION_WORDS = {
  accept: 'accepted',
  reject: 'rejected',
  cancel: 'withdrawn',
} as const satisfies Record<DecisionKind, string>;

export const describeDecision = (kind: DecisionKind): string => DECISION_WORDS[kind];

export const capitalize = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
