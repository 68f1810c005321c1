import { consentBy } from '../connectivity/accepter-consent.ts';
import { describeScope } from '../connectivity/scope.ts';
import { assertMayDecide, assertMayDecideBy } from '../directory/approvers.ts';
import { countApprovals, type Tally } from '../directory/count-approvals.ts';
import type { Account } from '../directory/ports.ts';
import { findEarlierApproval, inTheirSeat } from '../directory/their-seat.ts';
import type { Change } from '../request/change.ts';
import { AlreadyDecidedError, ValidationError, WindowClosedError } from '../request/errors.ts';
import { type Approval, type Decision, isWaiting, type PeeringRequest } from '../request/peering-request.ts';
import { isSamePerson } from '../request/person.ts';
import { hasEnded } from '../request/status.ts';
import { describeSeconds } from '../wording/times.ts';

/**
 * Records a decision: the first one wins. Accepting needs as many different approvers as the request
 * requires, and only those count who may decide by the directory as it is now; a single rejection is enough. A
 * request can be withdrawn before its window opens, but accepted or rejected only while the window is open.
 *
 * @param account the accepter's. A withdrawal doesn't need it
 * @throws AlreadyDecidedError, WindowClosedError, ForbiddenError, ValidationError
 */
export const decide = (
  request: PeeringRequest,
  made: Decision,
  account: Account | undefined,
  source_ip?: string,
): Change => {
  const decision = { ...made, by: inTheirSeat(account, request, made.by) };
  if (decision.kind === 'cancel' && hasEnded(request.status)) throw new WindowClosedError(request.status);
  const before = request.decision ?? findEarlierApproval(account, request, decision.by.id);
  if (before && (request.decision || decision.kind === 'accept')) {
    throw new AlreadyDecidedError(before.by.id, before.kind, before.at);
  }
  if (!isOpenFor(request, decision)) throw new WindowClosedError(windowState(request, decision.at));
  if (decision.by.kind === 'approver') {
    assertMayDecide(
      account,
      request,
      decision.by.id,
      'Only an approver of the accepter account can decide this request.',
    );
    assertMayDecideBy(account, request, decision, 'peerway approve or peerway reject');
  }
  assertShortens(request, decision);
  const where = source_ip && { source_ip };
  const what = [
    decision.kind,
    ...(decision.connect ? [`with ${describeScope(decision.connect)}`] : []),
    ...(decision.active_for ? [`for at most ${describeSeconds(decision.active_for)}`] : []),
  ].join(', ');
  const reason = decision.comment ? `${what}: ${decision.comment}` : what;
  if (decision.kind !== 'accept') {
    return { set: { decision }, entry: { type: 'decision-recorded', actor: decision.by, reason, ...where } };
  }
  const tally = countApprovals(account, { ...request, approvals: [...request.approvals, decision] });
  const { approvals, counted, required, lapsed } = tally;
  const isEnough = counted >= required || decision.by.kind === 'rule';
  const without = lapsed.length > 0 ? ` (without ${lapsed.map(({ by }) => by.id).join(', ')})` : '';
  return {
    set: {
      approvals,
      ...(isEnough && {
        decision,
        ...requiredOf(request, tally, decision),
        ...consentBy(
          request,
          decision,
          decision.by.kind === 'rule' ? [decision] : approvals.filter(isCounted),
        ),
      }),
    },
    entry: {
      type: isEnough ? 'decision-recorded' : 'approval-recorded',
      actor: decision.by,
      reason: isEnough ? reason : `${counted} of ${required} approvals${without}, ${reason}`,
      ...where,
    },
  };
};

/** @throws ValidationError */
const assertShortens = (request: PeeringRequest, { kind, active_for }: Decision): void => {
  if (active_for === undefined) return;
  const invalid = (message: string) => new ValidationError([{ path: 'active_for', message }]);
  if (kind !== 'accept') throw invalid('Only an acceptance can say how long the connection may live.');
  if (request.active_for === undefined) {
    throw invalid('The request asks for a connection without an end, so there is nothing to shorten.');
  }
  if (active_for > request.active_for) {
    throw invalid(`Active for must not exceed what was asked for: ${describeSeconds(request.active_for)}.`);
  }
};

/**
 * Accepts a request that has enough approvals already, because an approver who was taken out of the directory is
 * back in it.
 *
 * @param recordedBy the Task state or schedule that finds it
 */
export const acceptByQuorum = (
  request: PeeringRequest,
  account: Account | undefined,
  at: string,
  recordedBy: string,
): Change | undefined => {
  const tally = countApprovals(account, request);
  const counted = tally.approvals.filter(isCounted);
  const last = counted.at(-1);
  if (!last || tally.counted < tally.required) return undefined;
  const decision: Decision = { kind: 'accept', by: last.by, at };
  if (request.decision || !isOpenFor(request, decision)) return undefined;
  return {
    set: {
      approvals: tally.approvals,
      decision,
      ...requiredOf(request, tally, decision),
      ...consentBy(request, decision, counted),
    },
    entry: { type: 'decision-recorded', actor: { kind: 'workflow', id: recordedBy }, reason: 'accept' },
  };
};

const isCounted = ({ counts }: Approval): boolean => counts !== false;

/** The record keeps the number by which it was accepted. A rule accepts whatever the number is. */
const requiredOf = (
  { required_approvals }: PeeringRequest,
  { required }: Tally,
  { by }: Decision,
): Pick<PeeringRequest, 'required_approvals'> | undefined =>
  by.kind === 'rule' || required === required_approvals ? undefined : { required_approvals: required };

/** Whether this person has decided the same already: a second click isn't another attempt. */
export const isRepeated = (
  account: Account | undefined,
  request: PeeringRequest,
  { kind, by }: Decision,
): boolean => {
  const made = isWaiting(request)
    ? [findEarlierApproval(account, request, by.id)]
    : [...request.approvals, request.decision];
  return made.some((before) => before?.kind === kind && isSamePerson(before.by.id, by.id));
};

/** A trail is read whole, and session names are free to choose: no more attempts than these go on it. */
const MOST_REFUSED = 20;

/**
 * Records an attempt that came too late: each person's once for each outcome, up to a limit. `undefined` means that
 * this one isn't recorded.
 */
export const refuse = (
  { refused_attempts = [] }: PeeringRequest,
  attempt: Decision,
  why: Error,
  source_ip?: string,
): Change | undefined => {
  const reason = `${attempt.kind}: ${why.message}`;
  const key = `${attempt.by.id}: ${reason}`;
  if (refused_attempts.includes(key) || refused_attempts.length >= MOST_REFUSED) return undefined;
  return {
    set: { refused_attempts: [...refused_attempts, key] },
    entry: { type: 'decision-refused', actor: attempt.by, reason, ...(source_ip && { source_ip }) },
  };
};

/** Whether the request can take this decision now. */
export const isOpenFor = (request: PeeringRequest, { kind, at }: Decision): boolean => {
  if (request.status === 'submitted') return kind === 'cancel';
  return request.status === 'pending-acceptance' && !isPast(request, at);
};

const isPast = ({ expires_at }: PeeringRequest, at: string): boolean =>
  expires_at !== undefined && Date.parse(at) >= Date.parse(expires_at);

const windowState = (request: PeeringRequest, at: string): string => {
  if (request.status === 'submitted') return 'not pending acceptance yet';
  return request.status === 'pending-acceptance' && isPast(request, at) ? 'expired' : request.status;
};
