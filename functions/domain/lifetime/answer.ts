import type { Change } from '../request/change.ts';
import type { PeeringRequest, Removal, ReviewAnswer } from '../request/peering-request.ts';
import { isSamePerson } from '../request/person.ts';
import { answersIn, isUnanswered } from '../request/review.ts';

const DAY_MS = 86_400_000;

/**
 * Records what somebody says about a connection in a review. The answer that was given last holds, until the connection
 * is being deleted: the approvers of an account answer together, and each sees what the others said. Nobody's answer
 * moves a removal that is planned already.
 */
export const answer = (
  request: PeeringRequest,
  startedAt: string,
  said: ReviewAnswer,
  grace_days: number,
  source_ip?: string,
): Change => {
  const others = answersIn(request, startedAt).filter(({ by }) => !isSamePerson(by.id, said.by.id));
  const removal = said.answer === 'remove' ? (request.removal ?? planRemoval(said, grace_days)) : undefined;
  return {
    set: { review: { started_at: startedAt, answers: [...others, said] }, removal },
    entry: {
      type: removal ? 'removal-planned' : request.removal ? 'removal-withdrawn' : 'connection-reviewed',
      actor: said.by,
      ...(said.comment && { reason: said.comment }),
      ...(source_ip && { source_ip }),
    },
  };
};

/** Plans to remove a connection about which nobody answered, for an account whose entry says so. */
export const removeUnanswered = (
  request: PeeringRequest,
  startedAt: string,
  now: Date,
  grace_days: number,
): Change | undefined => {
  if (!isUnanswered(request, startedAt) || request.removal) return undefined;
  const by = { kind: 'rule', id: 'review_unanswered' } as const;
  return {
    set: { removal: planRemoval({ by, at: now.toISOString() }, grace_days) },
    entry: { type: 'removal-planned', actor: by, reason: NOBODY_ANSWERED },
  };
};

/** Notes once for each review that nobody answered about a connection, if no removal says so. */
export const noteUnanswered = (
  request: PeeringRequest,
  startedAt: string,
  notedBy: string,
): Change | undefined => {
  if (!isUnanswered(request, startedAt) || request.removal) return undefined;
  if (request.unanswered_review === startedAt) return undefined;
  return {
    set: { unanswered_review: startedAt },
    entry: {
      type: 'review-unanswered',
      actor: { kind: 'workflow', id: notedBy },
      reason: NOBODY_ANSWERED,
    },
  };
};

const NOBODY_ANSWERED = 'Nobody answered in the review.';

const planRemoval = (
  { by, at, comment }: Pick<Removal, 'by' | 'at' | 'comment'>,
  grace_days: number,
): Removal => ({
  by,
  at,
  ...(comment && { comment }),
  due_at: new Date(Date.parse(at) + grace_days * DAY_MS).toISOString(),
});
