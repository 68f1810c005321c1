import { type Evidence, tableOf } from '../faults/evidence.ts';
import { mailsIn } from '../faults/mailbox.ts';
import { ANALYTICS } from '../faults/pair-of-vpcs.ts';
import { always, command, type HistoryCommand } from './command.ts';
import type { History, PairIndex } from './history.ts';
import { isAsked } from './people-commands.ts';

export type ReviewAnswer = 'keep' | 'remove';

export const startReviews: HistoryCommand = command('reviews are started', always, (_, history) =>
  history.startReviews(),
);

/** Somebody opens the last review that they were mailed, and answers about one connection. */
export const answerNow = async (
  history: History,
  pair: PairIndex,
  person: string,
  answer: ReviewAnswer,
): Promise<void> => {
  const request = await history.latest(pair);
  const mail = (await mailsIn(history.stack)).findLast(
    ({ to, text }) => to === person && text.includes('/reviews/'),
  );
  const url = /https?:\S+\/reviews\/[\w-]+/.exec(mail?.text ?? '')?.[0];
  if (!request || !url) return;
  const link = { url, person, by: ANALYTICS };
  const { text, form_token } = await history.openForm(link);
  const shown = new RegExp(`name="shown-${request.id}" value="([^"]*)"`).exec(text)?.[1];
  if (!form_token) return;
  const { status } = await history.open(link, {
    form_token,
    [`answer-${request.id}`]: answer,
    [`reason-${request.id}`]: 'Switched off.',
    [`shown-${request.id}`]: shown ?? '',
  });
  // An answer to what the page doesn’t ask, or shows already, is none.
  if (status !== 200 || shown === undefined || shown.startsWith(answer)) return;
  const { version = 0 } = (await tableOf(history.stack).requests.get(request.id)) ?? {};
  history.answered.set(request.id, [...(history.answered.get(request.id) ?? []), { answer, version }]);
};

/** 15. What somebody was told that they answered holds until somebody answers otherwise. */
export const answersHold = (history: History, { record, events }: Evidence): string[] =>
  (history.answered.get(record.id) ?? []).flatMap(({ answer, version }) => {
    const later = events.slice(version).map(({ type }) => type);
    const isReviewed = record.teardown?.by.id === 'review';
    if (answer === 'keep')
      return isReviewed && !later.includes('removal-planned')
        ? ['a review deleted it, and somebody was told that it is kept']
        : [];
    const isDropped = !record.removal && record.status === 'active' && !later.includes('removal-withdrawn');
    return isDropped ? ['somebody was told that it will be removed, and no removal is on its record'] : [];
  });

export const answer = (pair: PairIndex, person: string, said: ReviewAnswer): HistoryCommand =>
  command(`${person} answers ${said} in the review of ${pair}`, isAsked(pair), (_, history) =>
    answerNow(history, pair, person, said),
  );
