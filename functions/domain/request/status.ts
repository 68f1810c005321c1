import { IllegalTransitionError } from './errors.ts';

/** A request's status. The names are EC2's VPC peering connection statuses wherever EC2 has one. */
export type RequestStatus =
  | 'submitted'
  | 'pending-acceptance'
  | 'provisioning'
  | 'active'
  | 'rejected'
  | 'expired'
  | 'failed'
  | 'cancelled'
  | 'deleted';

/**
 * Which status may follow which. The record follows EC2 and may be days behind, so a status that EC2 has passed
 * through in the meantime may be skipped, but never revisited.
 */
export const TRANSITIONS = {
  submitted: ['pending-acceptance', 'provisioning', 'active', 'rejected', 'expired', 'failed', 'cancelled'],
  'pending-acceptance': ['provisioning', 'active', 'rejected', 'expired', 'failed', 'cancelled'],
  provisioning: ['active', 'failed', 'deleted'],
  active: ['deleted'],
  rejected: [],
  expired: [],
  failed: [],
  cancelled: [],
  deleted: [],
} as const satisfies Record<RequestStatus, readonly RequestStatus[]>;

export const STATUSES = Object.keys(TRANSITIONS) as RequestStatus[];

export const mayFollow = (from: RequestStatus, to: RequestStatus): boolean =>
  (TRANSITIONS[from] as readonly RequestStatus[]).includes(to);

/** Ended for good: nothing follows, and the pair of VPCs is free for another request. */
export const hasEnded = (status: RequestStatus): boolean => TRANSITIONS[status].length === 0;

/** Before an outcome: the workflow still has work to do. */
export const isOpen = (status: RequestStatus): boolean => !hasEnded(status) && status !== 'active';

/** @throws IllegalTransitionError */
export const assertMayFollow = (from: RequestStatus, to: RequestStatus): void => {
  if (!mayFollow(from, to)) throw new IllegalTransitionError(from, to);
};
