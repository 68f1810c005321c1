import { command, type HistoryCommand } from './command.ts';
import type { History, PairIndex } from './history.ts';
import { type ApproverDecision, isAsked, tokenOf } from './people-commands.ts';

/** By a call of the API, or with the link of the contact. */
export type Asking = 'a member' | 'the contact';

const MORE = { iso: 'PT2H', seconds: 2 * 3600 };

const REASON = 'It takes longer than that.';

const ask = async (history: History, pair: PairIndex, who: Asking): Promise<void> => {
  const request = await history.latest(pair);
  if (!request) return;
  if (who === 'a member') {
    const body = { extends_by: MORE.iso, reason: REASON };
    await history.ask(request.requester.owner_id, 'POST', `/peering-requests/${request.id}/extension`, body);
    return;
  }
  const links = await history.linksOf(request.contact_email ?? '', [request.id]);
  const link = links.findLast(({ url }) => url.includes('/status/'));
  const form_token = link && tokenOf((await history.open(link)).text);
  if (!form_token) return;
  const url = link.url.replace('/status/', '/extensions/');
  await history.open({ ...link, url }, { form_token, extends_by: String(MORE.seconds), reason: REASON });
};

export const askForMoreTime = (pair: PairIndex, who: Asking): HistoryCommand =>
  command(`${who} asks for more time for ${pair}`, isAsked(pair), (_, history) => ask(history, pair, who));

/** Somebody opens the last link to decide that they were mailed, and sends its form about more time. */
export const decideMoreTimeNow = async (
  history: History,
  pair: PairIndex,
  person: string,
  decision: ApproverDecision,
): Promise<void> => {
  const request = await history.latest(pair);
  if (!request) return;
  const links = await history.linksOf(person, [request.id]);
  const link = links.findLast(({ url }) => url.includes('/decisions/'));
  if (!link) return;
  const { text: page, form_token } = await history.openForm(link);
  if (!form_token) return;
  // Who is shown no form about more time tries it all the same.
  const extension = /name="extension" value="([^"]+)"/.exec(page)?.[1] ?? request.extension?.at;
  if (extension) await history.open(link, { decision, comment: 'by hand', form_token, extension });
};

export const decideMoreTime = (pair: PairIndex, person: string, decision: ApproverDecision): HistoryCommand =>
  command(`${person} decides ${decision} on more time for ${pair}`, isAsked(pair), (_, history) =>
    decideMoreTimeNow(history, pair, person, decision),
  );

/** To just before the end of the connection's life, or just after, and on to the next sweep. */
export const passToLifesEnd = (pair: PairIndex, secondsAfter: number): HistoryCommand =>
  command(
    `time passes to ${Math.abs(secondsAfter)} s ${secondsAfter < 0 ? 'before' : 'after'} the end of the life of ${pair}`,
    isAsked(pair),
    async (_, history) => {
      const { ends_at } = (await history.latest(pair)) ?? {};
      if (!ends_at) return;
      const seconds = (Date.parse(ends_at) - history.now().getTime()) / 1000 + secondsAfter;
      if (seconds > 0) await history.pass(seconds);
      await history.sweep();
    },
  );
