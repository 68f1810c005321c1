import { hasRoutesToRemove, isConnectDue } from '../connectivity/due.ts';
import type { Change } from '../request/change.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import { isOpen, type RequestStatus } from '../request/status.ts';

/**
 * Whether every mail about the request's outcome is sent or given up. Until then it is unfinished, and the sweep
 * watches it.
 */
export const isConcluded = ({ status, concluded_as }: PeeringRequest): boolean => concluded_as === status;

/** Whether work is left: a decision to wait for or carry out, VPCs to connect, or an outcome to notify people of. */
export const isUnfinished = (request: PeeringRequest): boolean =>
  isOpen(request.status) || !isConcluded(request) || hasWorkInEc2(request);

/** Whether something is to be done in EC2 after the request's outcome. */
export const hasWorkInEc2 = (request: PeeringRequest): boolean =>
  isBeingTornDown(request) || isConnectDue(request) || hasRoutesToRemove(request);

export const isBeingTornDown = ({ status, teardown }: PeeringRequest): boolean =>
  status === 'active' && teardown !== undefined;

/**
 * @param notified the status that people have been notified of: the record may have moved on since
 * @param missed the addresses that couldn't be notified
 */
export const conclude = (notified: RequestStatus, missed: readonly string[], task: string): Change => ({
  set: { concluded_as: notified },
  entry: {
    type: 'outcome-told',
    actor: { kind: 'workflow', id: task },
    reason: [notified, ...(missed.length > 0 ? [`except ${missed.join(', ')}`] : [])].join(', '),
  },
});
