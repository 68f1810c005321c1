import type { Command } from 'commander';
import { fetchTrail } from '../audit/fetch-trail.ts';
import { timeline } from '../audit/timeline.ts';
import { verifyTrail } from '../audit/verify-trail.ts';
import { EXIT } from '../exit-code.ts';
import { openSession } from '../session.ts';
import { addExportTrails } from './audit-export.ts';
import { addVerifyTrails } from './audit-verify.ts';
import { addExamples, setId } from './examples.ts';

export const addAudit = (program: Command): void => {
  const audit = program
    .command('audit')
    .summary('Show, verify and export audit trails')
    .description('Show, verify and export audit trails.');
  addShowTrail(audit);
  addVerifyTrails(audit);
  addExportTrails(audit);
  addExamples(
    audit,
    setId(),
    'peerway audit $ID',
    'peerway audit verify',
    'peerway audit export --since 2026-01-01 > trails.jsonl',
  );
};

const addShowTrail = (audit: Command): void => {
  const command = audit
    // `peerway audit <request-id>` is what most people want.
    .command('show', { isDefault: true })
    .argument('<request-id>', 'Request ID, as shown by peerway list')
    .summary("Show and verify a request's audit trail (default command)")
    .description(
      "Show a request's audit trail and verify it on this machine: the hashes are computed again, and compared with the record and with the API's own result. If the trail isn't valid, the exit code is 1.",
    );
  addExamples(command, setId(), 'peerway audit $ID', 'peerway audit show $ID --json | jq .verification');
  command.action(async (id: string) => {
    const session = openSession(command);
    const trail = await fetchTrail(session, id);
    const verification = verifyTrail(id, trail);
    session.output.show({ ...trail, verification }, timeline);
    if (!verification.valid) process.exitCode = EXIT.refused;
  });
};
