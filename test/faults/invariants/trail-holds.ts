import { verifyChain } from '../../../functions/domain/request/audit.ts';
import { mayFollow } from '../../../functions/domain/request/status.ts';
import type { Evidence } from '../evidence.ts';

/** 4. The status changes only along the transition table, events and record agree, and the chain verifies. */
export const trailHolds = ({ record, events }: Evidence): string[] => {
  const findings: string[] = [];
  const verdict = verifyChain(events, record.audit_head);
  if (!verdict.valid) findings.push(`the chain breaks: ${verdict.reason}`);
  let status: string | null = null;
  for (const { sequence, from_status, to_status, at } of events) {
    if (from_status !== status)
      findings.push(`event ${sequence} begins at ${from_status}, and ${status} was before it`);
    if (from_status !== null && from_status !== to_status && !mayFollow(from_status, to_status)) {
      findings.push(`event ${sequence} goes from ${from_status} to ${to_status}`);
    }
    if (at > record.updated_at) findings.push(`event ${sequence} is younger than the record`);
    status = to_status;
  }
  if (status !== record.status)
    findings.push(`the trail ends at ${status}, and the record at ${record.status}`);
  if (events.length !== record.version)
    findings.push(`${events.length} events, and version ${record.version}`);
  return findings;
};
