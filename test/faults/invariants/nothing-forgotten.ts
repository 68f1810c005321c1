import { hasEnded } from '../../../functions/domain/request/status.ts';
import { isUnfinished } from '../../../functions/domain/workflow/conclude.ts';
import type { Evidence } from '../evidence.ts';

/** 6. Every open request has an execution that follows it, and just one; no pair stays blocked after the end. */
export const nothingForgotten = ({ record, running, pairHeldBy }: Evidence): string[] => {
  const findings: string[] = [];
  if (running.length > 1) findings.push(`${running.length} executions follow it: ${running.join(', ')}`);
  const follower = record.execution_name ?? record.id;
  if (isUnfinished(record) && !running.includes(follower))
    findings.push(`it is ${record.status}, and nothing follows it`);
  if (hasEnded(record.status) && pairHeldBy === record.id)
    findings.push(`it is ${record.status}, and holds its pair`);
  if (!hasEnded(record.status) && pairHeldBy !== record.id) {
    findings.push(`it is ${record.status}, and its pair is held by ${pairHeldBy ?? 'none'}`);
  }
  return findings;
};
