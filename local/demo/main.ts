import { setTimeout as sleep } from 'node:timers/promises';
import { styleText } from 'node:util';
import { type Stack, startStack } from '../stack.ts';
import { lineWidth, narrator, paintStory } from './narrator.ts';
import { HELP, readOptions } from './options.ts';
import { startPlay } from './play.ts';
import { statusLine } from './status-line.ts';
import { FIRST_DAY_BEGINS, LAST_DAY_ENDS, STORIES } from './stories.ts';
import type { Story } from './story.ts';
import { type Judged, summary } from './summary.ts';
import { momentOf } from './timetable.ts';
import { disagreements } from './verdict.ts';
import { playWeek } from './week.ts';

const DAY_MS = 86_400_000;

/** What happens at once is told line by line, as somebody would say it. */
const BREATH_MS = 80;

const { stdout } = process;

/** What is about to be shown, and who is who in it. */
const introduction = (stories: readonly Story[]): string => `
${styleText('bold', 'Seven days of VPC peering requests')}

Five requests run side by side through the seven days in which EC2 lets somebody accept them.
They come in through the API, people answer through the links in their mails, and EC2 has the last
word. In the end each audit trail is held against what EC2 itself said.

${stories.map((story) => `  ${paintStory(story)}  ${sides(story)}  ${story.about}`).join('\n')}

`;

const sides = ({ account, request: { vpc_region, peer_owner_id, peer_region } }: Story): string =>
  `${account} ${vpc_region} → ${peer_owner_id} ${peer_region}`;

/** The next morning: the demo's days begin like anybody's, whenever it is started. */
const waitForMorning = async ({ clock }: Stack): Promise<Date> => {
  const now = clock.now();
  const today = momentOf(FIRST_DAY_BEGINS, now);
  const morning = today < now ? new Date(today.getTime() + DAY_MS) : today;
  await clock.advance(morning.getTime() - now.getTime());
  return morning;
};

const play = async (stack: Stack, speed: number): Promise<Judged[]> => {
  const dayOne = await waitForMorning(stack);
  const startedAt = performance.now();
  const set = narrator(dayOne, lineWidth(stdout.columns));
  const status = statusLine(stdout, { from: dayOne, until: momentOf(LAST_DAY_ENDS, dayOne) });
  const plays = STORIES.map((story) => startPlay(story, stack));

  for await (const { now, tellings } of playWeek(stack, plays, { dayOne, until: LAST_DAY_ENDS })) {
    for (const telling of tellings) {
      status.clear();
      stdout.write(set(telling));
      if (Number.isFinite(speed)) await sleep(BREATH_MS);
    }
    status.show(now);
    const dueAt = startedAt + (now.getTime() - dayOne.getTime()) / speed;
    await sleep(Math.max(0, dueAt - performance.now()));
  }
  status.clear();

  return Promise.all(
    plays.map(async (play) => {
      const found = await play.found();
      return { story: play.story, found, disagreements: disagreements(play.story.expected, found) };
    }),
  );
};

/** Tells how it ended, and returns whether that was as told. */
const conclude = (judged: readonly Judged[], seconds: number): boolean => {
  const wrong = judged.flatMap(({ story, disagreements }) =>
    disagreements.map((what) => `${story.name}: ${what}\n`),
  );
  stdout.write(`\n${summary(judged)}\n`);
  if (wrong.length > 0) process.stderr.write(wrong.join(''));
  else stdout.write(`All of it as told, and seven days took ${Math.round(seconds)} seconds.\n`);
  return wrong.length === 0;
};

const main = async (): Promise<void> => {
  const { help, speed } = readOptions(process.argv.slice(2));
  if (help) return void stdout.write(HELP);
  const startedAt = performance.now();
  stdout.write(introduction(STORIES));
  // Time is moved by hand, so that each look comes when all that was due has happened.
  const stack = await startStack({ speed: 0, schedules: true });
  try {
    const judged = await play(stack, speed);
    if (!conclude(judged, (performance.now() - startedAt) / 1000)) process.exitCode = 1;
  } finally {
    await stack.close();
  }
};

// Whoever reads the pipe may have seen enough.
stdout.once('error', () => process.exit());

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
