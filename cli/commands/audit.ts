import type { Command } from 'commander';
import { events } from '../../functions/edge/contract/peering-requests.ts';
import { verifyTrail } from '../audit/verify-trail.ts';
import { openSession } from '../client/session.ts';
import { EXIT } from '../exit-code.ts';
import { timeline } from '../views/timeline.ts';
import { addExportTrails } from './audit-export.ts';
import { addVerifyTrails } from './audit-verify.ts';
import { examples, SOME_ID } from './examples.ts';

export const addAudit = (program: Command): void => {
  const audit = program
    .command('audit')
    .summary('show, verify and export audit trails')
    .description('Audit trails: shows one, verifies all of them, exports them for an auditor.');
  addShowTrail(audit);
  addVerifyTrails(audit);
  addExportTrails(audit);
  examples(
    audit,
    `peerway audit ${SOME_ID}`,
    'peerway audit verify',
    'peerway audit export --since 2026-01-01 > trails.jsonl',
  );
};

const addShowTrail = (audit: Command): void => {
  const command = audit
    // What most people want: `peerway audit <request-id>` needs no third word.
    .command('show', { isDefault: true })
    .argument('<request-id>', 'as peerway list shows it')
    .summary('show a request’s audit trail, and verify it (what audit does without this word)')
    .description(
      'Shows the audit trail of a request, and verifies it on this machine: its hashes are computed here, and compared with the record and with the API’s own verdict. A trail that does not hold ends with exit code 1.',
    );
  examples(command, `peerway audit ${SOME_ID}`, `peerway audit show ${SOME_ID} --json | jq .verification`);
  command.action(async (id: string) => {
    const { call, output } = openSession(command);
    const { data } = await call(events, { id });
    const verification = verifyTrail(id, data);
    output.show({ ...data, verification }, timeline);
    if (!verification.valid) process.exitCode = EXIT.refused;
  });
};
