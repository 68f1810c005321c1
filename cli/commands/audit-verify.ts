import type { Command } from 'commander';
import { reportingIncomplete } from '../audit/reporting-incomplete.ts';
import { canSeeAllRequests, listAllRequestIds, type Verdict, verifyAll } from '../audit/verify-all.ts';
import { type VerifyReport, verifyReport } from '../audit/verify-report.ts';
import { EXIT } from '../exit-code.ts';
import { openSession, type Session } from '../session.ts';
import { countOf } from '../views/count-of.ts';
import { addExamples, setId } from './examples.ts';

export const addVerifyTrails = (audit: Command): void => {
  const command = audit
    .command('verify')
    .argument(
      '[request-id...]',
      'Request IDs, as shown by peerway list (default: all requests that you can see)',
    )
    .summary('Verify audit trails, and compare them with the archive')
    .description(
      "Verify the hashes of audit trails on this machine, and list each problem with its request and event. With --archive, also compare every event with its copies in the S3 bucket with Object Lock, to detect a trail that was rewritten together with all of its hashes. If a trail isn't valid, the exit code is 1.",
    )
    .option(
      '--archive <bucket>',
      "S3 bucket with the copies (the hub stack's output ArchiveBucket), read with your AWS credentials",
    );
  addExamples(
    command,
    'peerway audit verify',
    setId(),
    'peerway audit verify $ID',
    'peerway audit verify --archive peerway-archive --json | jq .broken',
  );
  command.action(async (ids: string[], { archive }: { archive?: string }) => {
    const session = openSession(command);
    const verdicts: Verdict[] = [];
    const report = (lookedForRemoved: boolean): void => {
      const found = reportOf(verdicts, archive, lookedForRemoved);
      session.output.show(found, verifyReport);
      if (found.broken.length > 0) process.exitCode = EXIT.refused;
    };
    const lookedForRemoved = await reportingIncomplete(
      verify(session, ids, archive, verdicts),
      () => verdicts.length,
      () => report(false),
    );
    report(lookedForRemoved);
  });
};

/** Adds each verdict as it finds it. Returns whether it also looked for requests that are only in the archive. */
const verify = async (
  { api, aws, line }: Session,
  ids: readonly string[],
  bucket: string | undefined,
  verdicts: Verdict[],
): Promise<boolean> => {
  // The S3 client takes longer to load than everything else.
  const archive = bucket ? (await import('../audit/archive.ts')).openArchive(bucket, aws) : undefined;
  const work = async (): Promise<boolean> => {
    const isWhole = archive !== undefined && ids.length === 0 && (await canSeeAllRequests(api));
    const all = ids.length > 0 ? ids : listAllRequestIds(api, isWhole ? await archive.requestIds() : []);
    for await (const verdict of verifyAll(all, { api, archive, now: () => new Date() })) {
      verdicts.push(verdict);
    }
    return isWhole;
  };
  return line.during(() => `Verified ${countOf(verdicts.length, 'trail')}…`, work());
};

const reportOf = (
  verdicts: readonly Verdict[],
  bucket: string | undefined,
  looked_for_removed: boolean,
): VerifyReport => ({
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
});

const sumOf = (verdicts: readonly Verdict[], what: 'events' | 'copies'): number =>
  verdicts.reduce((sum, verdict) => sum + verdict[what], 0);
