import type { Stack } from '../stack.ts';
import type { Play } from './play.ts';
import type { Telling } from './telling.ts';
import { type DayAndHour, momentOf } from './timetable.ts';

/** How far virtual time may run before the next look: short enough that what is told reads as it happens. */
const STEP_MS = 30 * 60_000;

/** What people do is followed at once; a minute is enough for EC2 to settle and for the mails to go out. */
const REACTION_MS = 60_000;

export type Step = { now: Date; tellings: readonly Telling[] };

/**
 * Moves the clock through the days until every story is over, and yields what has happened, in the order of
 * virtual time. The clock is moved by hand so that nothing happens between a look and what it tells.
 */
export async function* playWeek(
  { clock }: Pick<Stack, 'clock'>,
  plays: readonly Play[],
  { dayOne, until }: { dayOne: Date; until: DayAndHour },
): AsyncGenerator<Step> {
  const cues = plays
    .flatMap((play) => [
      { at: momentOf(play.story.submitted, dayOne), run: () => play.submit() },
      ...play.story.acts.map((act) => ({ at: momentOf(act.at, dayOne), run: () => play.act(act) })),
    ])
    .sort((one, other) => one.at.getTime() - other.at.getTime());
  const end = momentOf(until, dayOne).getTime();

  for (;;) {
    const tellings = (await Promise.all(plays.map((play) => play.look()))).flat();
    tellings.sort((one, other) => one.at.getTime() - other.at.getTime());
    const now = clock.now().getTime();
    const due = cues.filter(({ at }) => at.getTime() <= now);
    cues.splice(0, due.length);
    for (const { run } of due) tellings.push(...(await run()));
    yield { now: clock.now(), tellings };
    if (now >= end || plays.every(({ over }) => over)) return;

    const next = [end, now - (now % STEP_MS) + STEP_MS];
    if (due.length > 0) next.push(now + REACTION_MS);
    if (cues[0]) next.push(cues[0].at.getTime());
    await clock.advance(Math.min(...next) - now);
  }
}
