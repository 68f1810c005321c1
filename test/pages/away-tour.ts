import { invokeFunction } from '../../local/functions.ts';
import type { Stack } from '../../local/stack.ts';
import { ANALYTICS_ENTRY, ANNA, ARUN, actors, DAY, HOUR, INES, PRIYA, type Sight } from './scenes.ts';

/** An approver goes away: on the page, and in the directory, with what is asked of whoever decides instead. */
export async function* awayTour(stack: Stack): AsyncGenerator<Sight> {
  const { pass, submit, linkOf, send, putAccount, isAway } = actors(stack);
  await putAccount('222222222222', ANALYTICS_ENTRY);
  const id = await submit('paymentsEu', 'analyticsUs', 'Fraud scoring for ten days.', { active_for: 'P10D' });
  const link = await linkOf(ANNA, id, 'decisions');
  const absence = link.replace('/decisions/', '/absences/');
  const until = new Date(stack.clock.now().getTime() + 3 * DAY * 1000).toISOString().slice(0, 10);
  await send(absence, { change: 'away', until, instead: ARUN });
  yield { name: 'absence-away', url: absence };
  await send(absence, { change: 'back' });
  await send(link, { decision: 'accept', comment: '' });
  await pass(6 * DAY);

  const form = { extends_by: String(30 * DAY), reason: 'The model learns slowly.' };
  await send(await linkOf(PRIYA, id, 'status'), form, '/extensions/');
  const open = await submit('paymentsLedger', 'analyticsUs', 'Ledger entries for the churn model.');
  const own = await linkOf(ANNA, open, 'decisions');
  await isAway(ANNA, INES);
  await pass(HOUR);
  await invokeFunction('schedules/sweep', {});
  yield { name: 'decision-away', url: own };
  yield { name: 'decision-instead', url: await linkOf(INES, open, 'decisions') };
  yield { name: 'decision-more-time-instead', url: await linkOf(INES, id, 'decisions') };
  await send(own.replace('/decisions/', '/absences/'), { change: 'back' });
}
