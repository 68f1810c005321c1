import type { PeeringRequest, Removal, RequestId, ReviewAnswer } from './peering-request.ts';

/** A review of an account's active connections by its approvers. Times are UTC in ISO 8601. */
export type AccountReview = {
  account_id: string;
  started_at: string;
  /** When what nobody has answered by then is followed up. */
  due_at: string;
  /** The requests whose connections were active when it started. */
  requests: readonly RequestId[];
  /** Mails that were sent, as `kind:address`. */
  sent_mails: ReadonlySet<string>;
  /** When it was followed up. Nobody is asked after that, but the answers are still taken. */
  closed_at?: string;
};

/** Whether there is a connection about which an answer can still be given. */
export const isReviewable = ({ status, teardown }: PeeringRequest): boolean =>
  status === 'active' && !teardown;

/** What was answered in this review, the answer that was given last at the end. */
export const answersIn = ({ review }: PeeringRequest, startedAt: string): readonly ReviewAnswer[] =>
  review?.started_at === startedAt ? review.answers : [];

/** What becomes of the connection as things are, if anybody or a rule has said. */
export const standingAnswer = (
  request: PeeringRequest,
  startedAt: string,
): { answer: ReviewAnswer['answer']; by: ReviewAnswer | Removal } | undefined => {
  const last = answersIn(request, startedAt).at(-1);
  if (request.removal) return { answer: 'remove', by: request.removal };
  return last?.answer === 'keep' ? { answer: 'keep', by: last } : undefined;
};

/** Whether nobody has said in this review what becomes of the connection. A rule isn't anybody. */
export const isUnanswered = (request: PeeringRequest, startedAt: string): boolean =>
  isReviewable(request) &&
  answersIn(request, startedAt).length === 0 &&
  (!request.removal || request.removal.by.kind === 'rule');
