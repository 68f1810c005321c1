import { mayDecide, mayDecideBy, mayDecideSome } from '../directory/approvers.ts';
import type { Account, Directory } from '../directory/ports.ts';
import { findOwnAbsence } from '../directory/seats.ts';
import { findReviewLink, isPast, type OpenLinkDeps } from '../links/open-link.ts';
import type { ReviewLink } from '../links/ports.ts';
import { NotFoundError } from '../request/errors.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import type { Reviews } from '../request/ports.ts';
import { type AccountReview, isReviewable } from '../request/review.ts';

/** What the holder of a review's link can do now. The directory may have changed since the link was created. */
export type ReviewStanding =
  | 'may-answer'
  | 'no-longer-approver'
  /** The account's entry wants what its approvers decide by signed calls only. */
  | 'answers-signed'
  | 'over';

/** What the reader can do about one connection of the review. */
export type RowStanding =
  | 'open'
  /** Somebody else has to say whether what they requested is still needed. They can only have it removed. */
  | 'own'
  /** The reader is away, and somebody else answers. */
  | 'away'
  | 'being-removed'
  | 'ended'
  /** A later review has an answer. */
  | 'reviewed-since';

export type ReviewRow = { request: PeeringRequest; standing: RowStanding };

export type OpenedReview = {
  link: ReviewLink;
  review: AccountReview;
  account: Account | undefined;
  standing: ReviewStanding;
  rows: readonly ReviewRow[];
};

export type OpenReviewDeps = OpenLinkDeps & { reviews: Reviews; directory: Directory };

/**
 * Opens a link to a review: whose it is, the connections, and what the reader can do.
 *
 * @throws NotFoundError as for any other link that doesn't work
 */
export const openReview = async (token: string, deps: OpenReviewDeps): Promise<OpenedReview> => {
  const link = await findReviewLink(token, deps);
  const { account_id, started_at } = link;
  const [review, account] = await Promise.all([
    deps.reviews.get(account_id, started_at),
    deps.directory.account(account_id),
  ]);
  if (!review) throw new NotFoundError('This link');
  const found = await Promise.all(review.requests.map((id) => deps.requests.get(id)));
  const rows = found
    .filter((request) => request !== undefined)
    .map((request) => ({ request, standing: rowStanding(request, link, account) }));
  return { link, review, account, standing: standingOf(link, account, deps.clock()), rows };
};

const standingOf = (link: ReviewLink, account: Account | undefined, now: Date): ReviewStanding => {
  if (!account || !mayDecideSome(account, link.person)) return 'no-longer-approver';
  if (isPast(link, now)) return 'over';
  return mayDecideBy(account, 'link') ? 'may-answer' : 'answers-signed';
};

export const rowStanding = (
  request: PeeringRequest,
  { person, started_at }: Pick<ReviewLink, 'person' | 'started_at'>,
  account: Account | undefined,
): RowStanding => {
  if (request.status !== 'active') return 'ended';
  if (!isReviewable(request)) return 'being-removed';
  if (request.review && request.review.started_at > started_at) return 'reviewed-since';
  if (mayDecide(account, request, person)) return 'open';
  return findOwnAbsence(account, request, person) ? 'away' : 'own';
};
