import type { Command } from 'commander';
import { everyId, seesAll, type Verdict, verifyAll } from '../audit/verify-all.ts';
import { openSession, type Session } from '../client/session.ts';
import { EXIT } from '../exit-code.ts';
import { countOf } from '../views/count-of.ts';
import { type VerifyReport, verifyReport } from '../views/verify-report.ts';
import { examples, SOME_ID } from './examples.ts';

export const addVerifyTrails = (audit: Command): void => {
  const command = audit
    .command('verify')
    .argument('[request-id...]', 'as peerway list shows them (default: all that you may see)')
    .summary('verify trails, and compare them with their copies in the archive')
    .description(
      'Verifies audit trails on this machine by their hashes, and names what is broken: which request, which event, what is wrong. With --archive it also compares every event with its copies in the S3 bucket with Object Lock, so that a trail that was rewritten with all of its hashes is found out. Anything broken ends with exit code 1.',
    )
    .option('--archive <bucket>', 'the hub stack’s output ArchiveBucket, read with your own credentials');
  examples(
    command,
    'peerway audit verify',
    `peerway audit verify ${SOME_ID}`,
    'peerway audit verify --archive peerway-archive --json | jq .broken',
  );
  command.action(async (ids: string[], { archive }: { archive?: string }) => {
    const session = openSession(command);
    const report = await verify(session, ids, archive);
    session.output.show(report, verifyReport);
    if (report.broken.length > 0) process.exitCode = EXIT.refused;
  });
};

const verify = async (
  { api, aws, line }: Session,
  ids: readonly string[],
  bucket: string | undefined,
): Promise<VerifyReport> => {
  // The client of S3 takes longer to load than all the rest.
  const archive = bucket ? (await import('../audit/archive.ts')).openArchive(bucket, aws) : undefined;
  const verdicts: Verdict[] = [];
  const work = async (): Promise<boolean> => {
    const isWhole = archive !== undefined && ids.length === 0 && (await seesAll(api));
    const all = ids.length > 0 ? ids : everyId(api, isWhole ? await archive.requestIds() : []);
    for await (const verdict of verifyAll(all, { api, archive, now: () => new Date() })) {
      verdicts.push(verdict);
    }
    return isWhole;
  };
  const looked_for_removed = await line.during(() => `${countOf(verdicts.length, 'trail')} so far…`, work());
  return {
    trails: verdicts.length,
    events: sumOf(verdicts, 'events'),
    broken: verdicts
      .filter(({ problems }) => problems.length > 0)
      .map(({ id, problems }) => ({ id, problems })),
    archive: bucket
      ? {
          bucket,
          copies: sumOf(verdicts, 'copies'),
          not_copied_yet: verdicts
            .filter(({ not_copied_yet }) => not_copied_yet.length > 0)
            .map(({ id, not_copied_yet }) => ({ id, sequences: not_copied_yet })),
          looked_for_removed,
        }
      : null,
  };
};

const sumOf = (verdicts: readonly Verdict[], what: 'events' | 'copies'): number =>
  verdicts.reduce((sum, verdict) => sum + verdict[what], 0);
