import { type Command, InvalidArgumentError, Option } from 'commander';
import * as z from 'zod/mini';
import { fetchTrail } from '../audit/fetch-trail.ts';
import { listRequestIds } from '../audit/list-request-ids.ts';
import { mapInOrder } from '../audit/map-in-order.ts';
import { reportingIncomplete } from '../audit/reporting-incomplete.ts';
import { type Verification, verifyTrail } from '../audit/verify-trail.ts';
import { EXIT } from '../exit-code.ts';
import { openSession, type Session } from '../session.ts';
import { countOf } from '../views/count-of.ts';
import { requireJsonLines } from '../views/output.ts';
import { printableText } from '../views/printable.ts';
import { addExamples } from './examples.ts';

export const addExportTrails = (audit: Command): void => {
  const command = audit
    .command('export')
    .summary('Export audit trails as JSON Lines')
    .description(
      "Export the audit trails of all requests that you can see as JSON Lines: one event per line, as the API returns it, each trail from its first event to its last. The trails are also verified, and a summary is printed to stderr. If a trail isn't valid, the exit code is 1. Peerway's repository describes in docs/audit-by-hand.md how to check the lines with jq and sha256sum alone.",
    )
    .addOption(
      sinceOption(
        "Only whole trails with an event since this time, and trails that aren't valid (default: all)",
      ),
    );
  addExamples(
    command,
    'peerway audit export > trails.jsonl',
    'peerway audit export --since 2026-01-01 > trails.jsonl',
    'peerway audit export --since 2026-01-31T08:00:00Z | jq -r \'select(.type == "mail-failed") | .request_id\'',
  );
  command.action(async ({ since = Number.NEGATIVE_INFINITY }: { since?: number }) => {
    const session = openSession(command, requireJsonLines);
    const counts: Counts = { verified: 0, trails: 0, events: 0, broken: [] };
    const progress = () =>
      `Verified ${countOf(counts.verified, 'trail')}, exported ${countOf(counts.events, 'event')}…`;
    const report = (): void =>
      void process.stderr.write(`${summaryOf(counts).map(printableText).join('\n')}\n`);
    const exported = session.line.during(progress, exportTrails(session, since, counts));
    await reportingIncomplete(exported, () => counts.verified, report);
    report();
    if (counts.broken.length > 0) process.exitCode = EXIT.refused;
  });
};

type Counts = { verified: number; trails: number; events: number; broken: [id: string, Verification][] };

const exportTrails = async ({ api, line, output }: Session, since: number, counts: Counts): Promise<void> => {
  const trails = mapInOrder(listRequestIds(api), async (id) => {
    const trail = await fetchTrail(api, id);
    return { id, events: trail.events, verification: verifyTrail(id, trail) };
  });
  for await (const { id, events, verification } of trails) {
    counts.verified += 1;
    if (!verification.valid) counts.broken.push([id, verification]);
    // Whoever changed a trail may have changed its times.
    if (verification.valid && !events.some(({ at }) => Date.parse(at) >= since)) continue;
    counts.trails += 1;
    counts.events += events.length;
    line.clear();
    for (const event of events) output.record(event);
  }
};

const summaryOf = ({ verified, trails, events, broken }: Counts): string[] => [
  ...broken.flatMap(([id, { problems }]) => problems.map((problem) => `✗ ${id}: ${problem}`)),
  `Exported ${countOf(events, 'event')} from ${trails} of ${countOf(verified, 'trail')}. ${
    broken.length === 0
      ? 'All trails are valid, up to the last event that each record names.'
      : `${broken.length} ${broken.length === 1 ? "trail isn't" : "trails aren't"} valid.`
  }`,
];

const dateOrTime = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

/** Parsed to milliseconds since 1970. A date means midnight UTC. */
const sinceOption = (description: string): Option =>
  new Option('--since <time>', description).argParser(parseTime);

const parseTime = (text: string): number => {
  const { success, data } = dateOrTime.safeParse(text);
  if (success) return Date.parse(data);
  throw new InvalidArgumentError(
    'Enter a date such as 2026-01-31, or a time with its zone such as 2026-01-31T08:00:00Z.',
  );
};
