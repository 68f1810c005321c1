import { listApprovers, mayDecideSome } from '../directory/approvers.ts';
import type { Account, Directory } from '../directory/ports.ts';
import { whoActsFor } from '../directory/seats.ts';
import type { Links } from '../links/ports.ts';
import type { ComposedMail } from '../mail/content.ts';
import type { Mailer } from '../mail/ports.ts';
import { type ReviewMailContext, reviewEscalationMail, reviewMail } from '../mail/review-mails.ts';
import { commitLatest } from '../request/commit-latest.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import { distinctPeople } from '../request/person.ts';
import type { Clock, Position, RequestLists, Requests, Reviews } from '../request/ports.ts';
import { type AccountReview, isReviewable, isUnanswered } from '../request/review.ts';
import { noteUnanswered, removeUnanswered } from './answer.ts';

const NAME = 'ReviewConnections';

const DAY_MS = 86_400_000;

/** When a review counts as unanswered, unless the next one starts before. */
const ANSWERED_WITHIN_DAYS = 14;

/** A link must work until the last removal is carried out, even if that was planned when the review was due. */
const LINK_DAYS = 30;

const PAGE = 100;

export type StartReviewsDeps = {
  reviews: Reviews;
  requests: Requests;
  lists: RequestLists;
  directory: Directory;
  links: Links;
  mailer: Mailer;
  clock: Clock;
  graceDays: number;
  reviewUrl: (token: string) => string;
};

/** What one run did. */
export type ReviewReport = { started: number; mails: number; unanswered: number };

type Run = StartReviewsDeps & {
  report: ReviewReport;
  accounts: ReadonlyMap<string, Account>;
  /** The active connections of each accepter account, read once if anybody needs them. */
  active: () => Promise<ReadonlyMap<string, PeeringRequest[]>>;
  errors: unknown[];
};

/**
 * Starts the reviews that are due, asks the approvers, and follows up on what nobody answered. An account without active
 * connections gets no review and no mail. One account's failure doesn't keep the others from theirs.
 *
 * @throws AggregateError at the end, if something failed: the next run tries it again
 */
export const startReviews = async (deps: StartReviewsDeps): Promise<ReviewReport> => {
  const report: ReviewReport = { started: 0, mails: 0, unanswered: 0 };
  const accounts = await deps.directory.accounts();
  let active: Promise<ReadonlyMap<string, PeeringRequest[]>> | undefined;
  const run: Run = {
    ...deps,
    report,
    accounts: new Map(accounts.map((account) => [account.account_id, account])),
    active: () => (active ??= readActive(deps.lists)),
    errors: [],
  };
  for (const account of accounts) {
    if (!account.review_every) continue;
    await reviewAccount(account, account.review_every, run).catch((error: unknown) => run.errors.push(error));
  }
  if (run.errors.length > 0) throw new AggregateError(run.errors, 'Some reviews could not be carried on');
  return report;
};

const reviewAccount = async (account: Account, everyDays: number, run: Run): Promise<void> => {
  const last = await run.reviews.latest(account.account_id);
  if (last && !last.closed_at) await carryOn(last, account, run);
  const now = run.clock();
  if (last && now.getTime() < Date.parse(last.started_at) + everyDays * DAY_MS) return;
  const active = (await run.active()).get(account.account_id) ?? [];
  const requests = active.filter((request) => isReviewable(request) && !request.removal).map(({ id }) => id);
  if (requests.length === 0) return;
  const days = Math.min(ANSWERED_WITHIN_DAYS, everyDays);
  const review = {
    account_id: account.account_id,
    started_at: now.toISOString(),
    due_at: new Date(now.getTime() + days * DAY_MS).toISOString(),
    requests,
  };
  await run.reviews.start(review);
  run.report.started++;
  await carryOn({ ...review, sent_mails: new Set() }, account, run);
};

/** Asks those who weren't asked yet; or, once the review is due, follows up on it and closes it. */
const carryOn = async (review: AccountReview, account: Account, run: Run): Promise<void> => {
  const now = run.clock();
  const found = await run.requests.getMany(review.requests);
  const unanswered = found.filter((request) => isUnanswered(request, review.started_at));
  const context = { review, account, unanswered, accounts: run.accounts };
  if (now.toISOString() < review.due_at) {
    await askApprovers(context, run);
    return;
  }
  if (unanswered.length === 0 || (await followUp(context, run))) await run.reviews.close(review, now);
};

const askApprovers = async (context: ReviewMailContext, run: Run): Promise<void> => {
  const { review, account, unanswered } = context;
  const asked = distinctPeople(unanswered.flatMap((request) => listApprovers(account, request)));
  for (const to of asked) {
    await sendOnce(review, `review:${to}`, to, run, async () => {
      const expires_at = new Date(Date.parse(review.started_at) + LINK_DAYS * DAY_MS).toISOString();
      const { account_id, started_at } = review;
      const link = { purpose: 'review', account_id, started_at, person: to, expires_at } as const;
      return reviewMail(context, run.reviewUrl(await run.links.mint(link)), to);
    });
  }
};

/**
 * Does what the account's entry says about connections that nobody answered, which is on their trails, and then notifies
 * its escalation contacts.
 *
 * @returns whether nothing is left to do
 */
const followUp = async (context: ReviewMailContext, run: Run): Promise<boolean> => {
  const { review, account } = context;
  const wasAnybodyAsked = [...review.sent_mails].some((mail) => mail.startsWith('review:'));
  const isRemoved = account.review_unanswered === 'remove' && wasAnybodyAsked;
  run.report.unanswered += context.unanswered.length;
  const unanswered: PeeringRequest[] = [];
  for (const request of context.unanswered) {
    const followedUp = await commitLatest(run.requests, request, (latest) =>
      isRemoved
        ? removeUnanswered(latest, review.started_at, run.clock(), run.graceDays)
        : noteUnanswered(latest, review.started_at, NAME),
    );
    unanswered.push(followedUp);
  }
  const asked = distinctPeople(account.approvers.map((approver) => whoActsFor(account, approver)));
  let isDone = true;
  for (const to of account.escalate_to) {
    // An approver has a link to answer with.
    if (mayDecideSome(account, to)) continue;
    const content = () => reviewEscalationMail({ ...context, unanswered }, asked);
    isDone = (await sendOnce(review, `escalation:${to}`, to, run, content)) && isDone;
  }
  return isDone;
};

/**
 * Sends a mail of a review, then notes it. A crash between the two sends it twice rather than never.
 *
 * @returns whether it was sent, now or before. Otherwise the next run tries again
 */
const sendOnce = async (
  review: AccountReview,
  key: string,
  to: string,
  run: Run,
  content: () => Promise<ComposedMail>,
): Promise<boolean> => {
  if (review.sent_mails.has(key)) return true;
  try {
    await run.mailer.send({ to, ...(await content()) });
  } catch (error) {
    run.errors.push(error);
    return false;
  }
  await run.reviews.noteMail(review, key);
  run.report.mails++;
  return true;
};

const readActive = async (lists: RequestLists): Promise<ReadonlyMap<string, PeeringRequest[]>> => {
  const found: PeeringRequest[] = [];
  let after: Position | undefined;
  do {
    const { items, next } = await lists.page({ sort: 'newest', status: 'active' }, PAGE, after);
    found.push(...items);
    after = next;
  } while (after);
  return Map.groupBy(found, ({ accepter }) => accepter.owner_id);
};
