import type { Stack } from '../stack.ts';
import type { NarratedLine } from './narrated-line.ts';
import type { StoryRun } from './story-run.ts';
import { type DayAndHour, parseDayAndHour } from './timetable.ts';

/** How much virtual time passes between refreshes: short enough to narrate events as they happen. */
const STEP_MS = 30 * 60_000;

/** The refresh after a person acts comes sooner. A minute is enough for EC2 to settle and for emails to be sent. */
const REACTION_MS = 60_000;

export type Step = { now: Date; narration: readonly NarratedLine[] };

/**
 * Moves the clock through the days until every story is over, and yields what has happened, in the order of
 * virtual time. It moves the clock itself, so that nothing happens between a refresh and its narration.
 */
export async function* runStories(
  { clock }: Pick<Stack, 'clock'>,
  runs: readonly StoryRun[],
  { dayOne, until }: { dayOne: Date; until: DayAndHour },
): AsyncGenerator<Step> {
  const scheduled = runs
    .flatMap((run) => [
      { at: parseDayAndHour(run.story.submitted, dayOne), perform: () => run.submit() },
      ...run.story.acts.map((act) => ({
        at: parseDayAndHour(act.at, dayOne),
        perform: () => run.act(act),
      })),
    ])
    .sort((one, other) => one.at.getTime() - other.at.getTime());
  const end = parseDayAndHour(until, dayOne).getTime();

  for (;;) {
    const narration = (await Promise.all(runs.map((run) => run.refresh()))).flat();
    narration.sort((one, other) => one.at.getTime() - other.at.getTime());
    const now = clock.now().getTime();
    const due = scheduled.filter(({ at }) => at.getTime() <= now);
    scheduled.splice(0, due.length);
    for (const { perform } of due) narration.push(...(await perform()));
    yield { now: clock.now(), narration };
    if (now >= end || runs.every(({ isOver }) => isOver)) return;

    const next = [end, now - (now % STEP_MS) + STEP_MS];
    if (due.length > 0) next.push(now + REACTION_MS);
    if (scheduled[0]) next.push(scheduled[0].at.getTime());
    await clock.advance(Math.min(...next) - now);
  }
}
