import type { Change } from './change.ts';
import { AlreadyDecidedError, WindowClosedError } from './errors.ts';
import type { Decision, PeeringRequest } from './peering-request.ts';

/**
 * Records a decision: the first one wins. A cancellation may come before the window opens; accepting and
 * rejecting only while it is open.
 *
 * @throws AlreadyDecidedError, WindowClosedError
 */
export const decide = (request: PeeringRequest, decision: Decision, source_ip?: string): Change => {
  if (request.decision) {
    const { by, kind, at } = request.decision;
    throw new AlreadyDecidedError(by.id, kind, at);
  }
  if (!isOpenFor(request, decision)) throw new WindowClosedError(windowState(request, decision.at));
  return {
    set: { decision },
    entry: {
      type: 'decision-recorded',
      actor: decision.by,
      reason: decision.comment ? `${decision.kind}: ${decision.comment}` : decision.kind,
      ...(source_ip && { source_ip }),
    },
  };
};

/** The entry for an attempt that came too late. */
export const refuse = (attempt: Decision, why: Error, source_ip?: string): Change => ({
  entry: {
    type: 'decision-refused',
    actor: attempt.by,
    reason: `${attempt.kind}: ${why.message}`,
    ...(source_ip && { source_ip }),
  },
});

const isOpenFor = (request: PeeringRequest, { kind, at }: Decision): boolean => {
  if (request.status === 'submitted') return kind === 'cancel';
  return request.status === 'pending-acceptance' && !isPast(request, at);
};

const isPast = ({ expires_at }: PeeringRequest, at: string): boolean =>
  expires_at !== undefined && Date.parse(at) >= Date.parse(expires_at);

const windowState = (request: PeeringRequest, at: string): string => {
  if (request.status === 'submitted') return 'not pending acceptance yet';
  return request.status === 'pending-acceptance' && isPast(request, at) ? 'expired' : request.status;
};
