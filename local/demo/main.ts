import { setTimeout as sleep } from 'node:timers/promises';
import { styleText } from 'node:util';
import { type Stack, startStack } from '../stack.ts';
import { findMismatches } from './mismatches.ts';
import { lineWidth, narrator, paintStory } from './narrator.ts';
import { HELP, readOptions } from './options.ts';
import { progressBar } from './progress-bar.ts';
import { runStories } from './run-stories.ts';
import { FIRST_DAY_BEGINS, LAST_DAY_ENDS, STORIES } from './stories.ts';
import type { Story } from './story.ts';
import { startStory } from './story-run.ts';
import { type StoryResult, summary } from './summary.ts';
import { parseDayAndHour } from './timetable.ts';

const DAY_MS = 86_400_000;

/** The pause between lines, so that one can read along when many things happen at once. */
const LINE_PAUSE_MS = 80;

const { stdout } = process;

const introduction = (stories: readonly Story[]): string => `
${styleText('bold', 'Seven days of VPC peering requests')}

Five requests run side by side through the seven days that EC2 gives to accept a connection.
They're submitted through the API, and people respond through the links in their emails. At the
end, the demo compares each request and its audit trail with EC2, which is the source of truth.

${stories.map((story) => `  ${paintStory(story)}  ${formatSides(story)}  ${story.about}`).join('\n')}

`;

const formatSides = ({ account, request: { vpc_region, peer_owner_id, peer_region } }: Story): string =>
  `${account} ${vpc_region} → ${peer_owner_id} ${peer_region}`;

/** Moves the clock to the next morning, so that the demo begins at the same hour whenever it is started. */
const waitForMorning = async ({ clock }: Stack): Promise<Date> => {
  const now = clock.now();
  const today = parseDayAndHour(FIRST_DAY_BEGINS, now);
  const morning = today < now ? new Date(today.getTime() + DAY_MS) : today;
  await clock.advance(morning.getTime() - now.getTime());
  return morning;
};

const playStories = async (stack: Stack, speed: number): Promise<StoryResult[]> => {
  const dayOne = await waitForMorning(stack);
  const startedAt = performance.now();
  const formatLine = narrator(dayOne, lineWidth(stdout.columns));
  const progress = progressBar(stdout, { from: dayOne, until: parseDayAndHour(LAST_DAY_ENDS, dayOne) });
  const runs = STORIES.map((story) => startStory(story, stack));

  for await (const { now, narration } of runStories(stack, runs, { dayOne, until: LAST_DAY_ENDS })) {
    for (const line of narration) {
      progress.clear();
      stdout.write(formatLine(line));
      if (Number.isFinite(speed)) await sleep(LINE_PAUSE_MS);
    }
    progress.show(now);
    const dueAt = startedAt + (now.getTime() - dayOne.getTime()) / speed;
    await sleep(Math.max(0, dueAt - performance.now()));
  }
  progress.clear();

  return Promise.all(
    runs.map(async ({ story, collectOutcome }) => {
      const outcome = await collectOutcome();
      return { story, outcome, mismatches: findMismatches(story.expected, outcome) };
    }),
  );
};

/** Prints the summary, and returns whether every story ended as expected. */
const printSummary = (results: readonly StoryResult[], seconds: number): boolean => {
  const errors = results.flatMap(({ story, mismatches }) =>
    mismatches.map((mismatch) => `${story.name}: ${mismatch}\n`),
  );
  stdout.write(`\n${summary(results)}\n`);
  if (errors.length > 0) process.stderr.write(errors.join(''));
  else stdout.write(`Every request ended as expected. Seven days took ${Math.round(seconds)} seconds.\n`);
  return errors.length === 0;
};

const main = async (): Promise<void> => {
  const { help, speed } = readOptions(process.argv.slice(2));
  if (help) return void stdout.write(HELP);
  const startedAt = performance.now();
  stdout.write(introduction(STORIES));
  // The demo moves the clock itself, so that everything due has happened when it refreshes the stories.
  const stack = await startStack({ speed: 0, schedules: true });
  try {
    const results = await playStories(stack, speed);
    if (!printSummary(results, (performance.now() - startedAt) / 1000)) process.exitCode = 1;
  } finally {
    await stack.close();
  }
};

// The reader of a pipe may close it early.
stdout.once('error', () => process.exit());

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
