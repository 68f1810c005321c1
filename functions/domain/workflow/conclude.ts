import type { Change } from '../request/change.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import { isOpen, type RequestStatus } from '../request/status.ts';

/**
 * Whether everybody has been notified of the request's outcome. Until then it is unfinished, and the sweep
 * watches it.
 */
export const isConcluded = ({ status, concluded_as }: PeeringRequest): boolean => concluded_as === status;

/** Whether work is left: a decision to wait for or carry out, or an outcome to notify people of. */
export const isUnfinished = (request: PeeringRequest): boolean =>
  isOpen(request.status) || !isConcluded(request) || isBeingTornDown(request);

export const isBeingTornDown = ({ status, teardown }: PeeringRequest): boolean =>
  status === 'active' && teardown !== undefined;

/** @param notified the status that everybody has been notified of: the record may have moved on since */
export const conclude = (notified: RequestStatus, task: string): Change => ({
  set: { concluded_as: notified },
  entry: { type: 'outcome-told', actor: { kind: 'workflow', id: task }, reason: notified },
});
