import type { DecisionKind } from '../../../functions/domain/request/peering-request.ts';
import type { Evidence } from '../evidence.ts';

/** A decision of which its maker was told that it is recorded. */
export type Acknowledged = { by: string; kind: DecisionKind };

/** 3. A decision once recorded is never lost or replaced. */
export const decisionsKept = (
  { record, events }: Evidence,
  acknowledged: readonly Acknowledged[],
): string[] => {
  const findings: string[] = [];
  const { decision, approvals, teardown } = record;
  const recorded = events.filter(({ type }) => type === 'decision-recorded');
  if (recorded.length > 1) findings.push(`${recorded.length} decisions are on its trail`);
  const [first] = recorded;
  // Approvals that are enough since the directory changed are found by the workflow, in the name of the last.
  const isFound = first?.actor.kind === 'workflow' && approvals.some(({ by }) => by.id === decision?.by.id);
  if (first && !isFound && decision?.by.id !== first.actor.id) {
    findings.push(
      `${first.actor.id} decided (${first.reason}), and the record says ${decision?.by.id ?? 'nobody'} did`,
    );
  }
  if (first && decision && !first.reason?.startsWith(decision.kind)) {
    findings.push(`${first.reason} was decided, and the record says ${decision.kind}`);
  }
  const kept = [...approvals, ...(decision ? [decision] : []), ...(teardown ? [teardown] : [])];
  for (const { by, kind } of acknowledged) {
    if (!kept.some((each) => each.by.id === by && each.kind === kind)) {
      findings.push(`${by} was told that their ${kind} is recorded, and it is not`);
    }
  }
  return findings;
};
