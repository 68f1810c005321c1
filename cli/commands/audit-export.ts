import type { Command } from 'commander';
import { events } from '../../functions/edge/contract/peering-requests.ts';
import { inOrder } from '../audit/in-order.ts';
import { requestIds } from '../audit/request-ids.ts';
import { type Verification, verifyTrail } from '../audit/verify-trail.ts';
import { openSession, type Session } from '../client/session.ts';
import { EXIT } from '../exit-code.ts';
import { countOf } from '../views/count-of.ts';
import { requireJsonLines } from '../views/output.ts';
import { printableText } from '../views/printable.ts';
import { examples } from './examples.ts';
import { sinceOption } from './since-option.ts';

export const addExportTrails = (audit: Command): void => {
  const command = audit
    .command('export')
    .summary('Export audit trails as JSON Lines')
    .description(
      "Export the audit trails of all requests that you can see as JSON Lines: one event per line, as the API returns it, each trail from its first event to its last. The trails are also verified, and a summary is printed to stderr. If a trail isn't valid, the exit code is 1. To check the lines with jq and sha256sum alone, see docs/audit-by-hand.md.",
    )
    .addOption(
      sinceOption(
        "Only whole trails with an event since this time, and trails that aren't valid (default: all)",
      ),
    );
  examples(
    command,
    'peerway audit export > trails.jsonl',
    'peerway audit export --since 2026-01-01 > trails.jsonl',
    'peerway audit export --since 2026-01-31T08:00:00Z | jq -r \'select(.type == "mail-failed") | .request_id\'',
  );
  command.action(async ({ since = Number.NEGATIVE_INFINITY }: { since?: number }) => {
    const session = openSession(command, requireJsonLines);
    const told: Told = { looked: 0, trails: 0, events: 0, broken: [] };
    const progress = () =>
      `Verified ${countOf(told.looked, 'trail')}, exported ${countOf(told.events, 'event')}…`;
    await session.line.during(progress, exportTrails(session, since, told));
    process.stderr.write(`${summaryOf(told).map(printableText).join('\n')}\n`);
    if (told.broken.length > 0) process.exitCode = EXIT.refused;
  });
};

type Told = { looked: number; trails: number; events: number; broken: [id: string, Verification][] };

const exportTrails = async ({ api, line, output }: Session, since: number, told: Told): Promise<void> => {
  const trails = inOrder(requestIds(api), async (id) => {
    const { data } = await api.call(events, { id });
    return { id, events: data.events, verification: verifyTrail(id, data) };
  });
  for await (const { id, events, verification } of trails) {
    told.looked += 1;
    if (!verification.valid) told.broken.push([id, verification]);
    // Whoever changed a trail may have changed its times.
    if (verification.valid && !events.some(({ at }) => Date.parse(at) >= since)) continue;
    told.trails += 1;
    told.events += events.length;
    line.clear();
    for (const event of events) output.record(event);
  }
};

const summaryOf = ({ looked, trails, events, broken }: Told): string[] => [
  ...broken.flatMap(([id, { problems }]) => problems.map((problem) => `✗ ${id}: ${problem}`)),
  `Exported ${trails} of ${countOf(looked, 'trail')} with ${countOf(events, 'event')}. ${
    broken.length === 0
      ? 'All trails are valid, up to the last event that each record names.'
      : `${broken.length} ${broken.length === 1 ? "trail isn't" : "trails aren't"} valid.`
  }`,
];
