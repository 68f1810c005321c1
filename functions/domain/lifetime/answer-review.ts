import { inTheirSeat } from '../directory/their-seat.ts';
import { isFormToken } from '../links/form-token.ts';
import { commitLatest } from '../request/commit-latest.ts';
import type { PeeringRequest, RequestId, ReviewAnswer } from '../request/peering-request.ts';
import { isSamePerson } from '../request/person.ts';
import { standingAnswer } from '../request/review.ts';
import { answer } from './answer.ts';
import {
  type OpenedReview,
  type OpenReviewDeps,
  openReview,
  type RowStanding,
  rowStanding,
} from './open-review.ts';

/** What the reader chose of one connection. */
export type Choice = {
  answer: ReviewAnswer['answer'];
  comment?: string;
  /** The mark of the answer that the page showed. */
  shown: string;
};

export type Choices = ReadonlyMap<RequestId, Choice>;

/** Why an answer wasn't recorded: somebody else has answered since the page was shown, or it can't be given any more. */
export type NotRecorded = {
  request: PeeringRequest;
  why: 'answered-meanwhile' | Exclude<RowStanding, 'open'>;
};

export type ReviewOutcome =
  | { kind: 'taken'; not_recorded: readonly NotRecorded[] }
  | { kind: 'used-form' | 'not-allowed' };

/** Tells the answers to a connection apart, so that nobody overrules one that they haven't seen. */
export const markOf = (request: PeeringRequest, startedAt: string): string => {
  const standing = standingAnswer(request, startedAt);
  return standing ? `${standing.answer} ${standing.by.at}` : '';
};

/**
 * Records the answers of a form, connection by connection. What the reader left as the page showed it isn't an answer of
 * theirs. A form whose recording was interrupted can be sent again: what is recorded already isn't recorded twice.
 *
 * @throws NotFoundError if the link is unknown
 */
export const answerReview = async (
  token: string,
  form_token: string,
  choices: Choices,
  source_ip: string,
  deps: OpenReviewDeps & { graceDays: number },
): Promise<ReviewOutcome> => {
  const opened = await openReview(token, deps);
  const { link, rows, standing } = opened;
  if (!isFormToken(link, form_token)) return { kind: 'used-form' };
  if (standing !== 'may-answer') return { kind: 'not-allowed' };
  const not_recorded: NotRecorded[] = [];
  for (const { request } of rows) {
    const choice = choices.get(request.id);
    const why = choice && (await record(request, choice, opened, source_ip, deps));
    if (why) not_recorded.push({ request, why });
  }
  // Only a form that was processed is used up. If we failed, the approver can send it again.
  await deps.links.renewForms(token, link);
  return { kind: 'taken', not_recorded };
};

const record = async (
  request: PeeringRequest,
  choice: Choice,
  { link, account }: OpenedReview,
  source_ip: string,
  { requests, clock, graceDays }: OpenReviewDeps & { graceDays: number },
): Promise<NotRecorded['why'] | undefined> => {
  let why: NotRecorded['why'] | undefined;
  await commitLatest(requests, request, (latest) => {
    why = undefined;
    if (isKnown(latest, choice, link)) return undefined;
    const standing = rowStanding(latest, link, account);
    if (standing !== 'open' && !(standing === 'own' && choice.answer === 'remove')) {
      why = standing;
      return undefined;
    }
    if (markOf(latest, link.started_at) !== choice.shown) {
      why = 'answered-meanwhile';
      return undefined;
    }
    const said: ReviewAnswer = {
      answer: choice.answer,
      by: inTheirSeat(account, { ...latest, approvals: [] }, { kind: 'approver', id: link.person }),
      at: clock().toISOString(),
      ...(choice.comment && { comment: choice.comment }),
    };
    return answer(latest, link.started_at, said, graceDays, source_ip);
  });
  return why;
};

/** Whether this is how the page showed it, or what this person has answered already. */
const isKnown = (
  latest: PeeringRequest,
  { answer: chosen, shown }: Choice,
  { person, started_at }: OpenedReview['link'],
): boolean => {
  const standing = standingAnswer(latest, started_at);
  if (chosen === standing?.answer && isSamePerson(standing.by.by.id, person)) return true;
  return shown.startsWith(`${chosen} `);
};
