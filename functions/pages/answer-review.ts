import formBody from '@middy/http-urlencode-body-parser';
import * as z from 'zod/mini';
import { answerReview, type Choice, type ReviewOutcome } from '../domain/lifetime/answer-review.ts';
import { openReview } from '../domain/lifetime/open-review.ts';
import type { RequestId } from '../domain/request/peering-request.ts';
import { VISIBLE } from '../domain/wording/user-text.ts';
import { prose, requestId } from '../edge/contract/fields.ts';
import { STATUS_CODES } from '../edge/error-envelope.ts';
import { page, pageHandler, seeOther } from '../edge/page-handler.ts';
import { sourceAddress } from '../edge/source-address.ts';
import { validate } from '../edge/validate.ts';
import { clock, directory, links, requests, reviewGraceDays, reviews } from '../wiring.ts';
import { errorPage } from './views/error-page.ts';
import { describeNotRecorded, LONGEST_REASON, type ReviewForm, reviewPage } from './views/review.ts';

/** The fields about one connection end in the ID of its request. */
const form = z.catchall(z.object({ form_token: z.string(), rest: z.optional(z.string()) }), z.string());

type Fields = z.infer<typeof form>;

const reasons = prose('Reason', LONGEST_REASON);

const ANSWER = /^answer-(.+)$/;

/** A reason that is too long is shown again, so that the approver can shorten it. This limits how much. */
const LONGEST_ECHO = 5000;

type Typed = { id: RequestId; answer: 'keep' | 'remove'; reason: string; shown: string };

const readAnswers = (fields: Fields): Typed[] =>
  Object.entries(fields).flatMap(([name, answer]) => {
    const { data: id } = requestId.safeParse(ANSWER.exec(name)?.[1]);
    if (!id || (answer !== 'keep' && answer !== 'remove')) return [];
    return [{ id, answer, reason: fields[`reason-${id}`] ?? '', shown: fields[`shown-${id}`] ?? '' }];
  });

/** With “Keep all others”: the connections that the page showed without an answer, and about which none was chosen. */
const readRest = (fields: Fields, answered: readonly Typed[]): Typed[] =>
  fields.rest === 'keep'
    ? Object.entries(fields).flatMap(([name, shown]) => {
        const { data: id } = requestId.safeParse(/^shown-(.+)$/.exec(name)?.[1]);
        const isLeft = id && shown === '' && !answered.some((each) => each.id === id);
        return isLeft ? [{ id, answer: 'keep', reason: '', shown }] : [];
      })
    : [];

/** The answer that the page showed is nobody's new one, and needs no reason again. */
const problemWith = ({ answer, reason, shown }: Typed): string | undefined => {
  if (answer === 'keep' || shown.startsWith('remove ')) return undefined;
  if (!VISIBLE.test(reason)) return 'Enter a reason for removing the connection.';
  return reasons.safeParse(reason).error?.issues[0]?.message;
};

const choiceOf = ({ answer, reason, shown }: Typed): Choice => {
  const comment = answer === 'remove' ? reasons.safeParse(reason).data : undefined;
  return { answer, shown, ...(comment && { comment }) };
};

const ALERTS = {
  'used-form': {
    title: 'Nothing was saved',
    text: 'This form was already used or isn’t valid. Check the answers below, and send them again if something is missing.',
  },
  'not-allowed': { title: 'Nothing was saved', text: 'You can’t answer this review.' },
} as const;

const alertOf = (outcome: ReviewOutcome) =>
  outcome.kind === 'taken'
    ? { title: 'Some answers weren’t saved', text: describeNotRecorded(outcome.not_recorded) }
    : ALERTS[outcome.kind];

export const handler = pageHandler(errorPage, async (event) => {
  const token = event.pathParameters?.['token'] ?? '';
  const fields = validate(form, event.body);
  const typed = readAnswers(fields);
  const deps = {
    links: links(),
    requests: requests(),
    reviews: reviews(),
    directory: directory(),
    clock,
    graceDays: reviewGraceDays(),
  };
  const show = async (status: number, more: { form?: ReviewForm; alert?: ReturnType<typeof alertOf> }) => {
    const [opened, accounts] = await Promise.all([openReview(token, deps), deps.directory.accounts()]);
    return page(status, reviewPage({ ...opened, token, accounts, ...more, now: clock() }));
  };
  if (typed.some(problemWith)) {
    const shown = typed.map((each) => {
      const problem = problemWith(each);
      const reason = each.reason.slice(0, LONGEST_ECHO);
      return [each.id, { answer: each.answer, reason, ...(problem && { problem }) }] as const;
    });
    return show(STATUS_CODES.VALIDATION_ERROR, { form: new Map(shown) });
  }
  const choices = new Map([...typed, ...readRest(fields, typed)].map((each) => [each.id, choiceOf(each)]));
  const outcome = await answerReview(token, fields.form_token, choices, sourceAddress(event), deps);
  if (outcome.kind === 'taken' && outcome.not_recorded.length === 0) return seeOther(token);
  return show(STATUS_CODES[outcome.kind === 'taken' ? 'CONFLICT' : 'FORBIDDEN'], { alert: alertOf(outcome) });
}).use(formBody());
