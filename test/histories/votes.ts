import type { AuditEvent } from '../../functions/domain/request/audit.ts';
import type { Evidence } from '../faults/evidence.ts';
import { FORGED } from './attacker-commands.ts';
import type { DirectoryWatch } from './directory.ts';

/**
 * 9. As many as it takes have accepted who may decide at the moment of the decision, and nobody by another's form; about
 * more time too, of which nobody decides who asked for it.
 */
export const votesHold = (evidence: Evidence, directory: DirectoryWatch): string[] => [
  ...forged(evidence),
  ...decidedByOthers(evidence, directory),
  ...tooFew(evidence, directory, 'decision-recorded', 'approval-recorded'),
  ...tooFew(evidence, directory, 'extension-decided', 'extension-approved'),
];

const forged = ({ events }: Evidence): string[] =>
  events
    .filter(({ reason }) => reason?.includes(FORGED))
    .map(({ actor }) => `${actor.id} decided by a form that was not theirs`);

const DECIDED = new Set([
  'decision-recorded',
  'approval-recorded',
  'extension-decided',
  'extension-approved',
]);

const decidedByOthers = ({ events }: Evidence, directory: DirectoryWatch): string[] =>
  events.flatMap(({ type, actor, at }, index) => {
    if (!DECIDED.has(type) || actor.kind !== 'approver') return [];
    const asker = type.startsWith('extension')
      ? events.slice(0, index).findLast((each) => each.type === 'extension-asked-for')?.actor.id
      : undefined;
    return [
      ...(directory.decidersAt(Date.parse(at), asker).includes(actor.id)
        ? []
        : [`${actor.id} could not decide at ${at}, and did (${type})`]),
      ...(asker === actor.id ? [`${actor.id} asked for more time, and decided about it`] : []),
    ];
  });

/** Votes are counted by the approvers for whom they were given. */
const tooFew = (
  { record, events }: Evidence,
  directory: DirectoryWatch,
  decision: AuditEvent['type'],
  approval: AuditEvent['type'],
): string[] => {
  let votes = new Set<string>();
  const findings: string[] = [];
  for (const { type, actor, reason, at } of events) {
    if (type === 'extension-asked-for') votes = new Set();
    const isAccepted = type === decision && reason?.startsWith('accept');
    if (type !== approval && !isAccepted) continue;
    if (actor.kind === 'rule') return findings;
    votes.add(actor.for?.person ?? actor.id);
    const approvers = directory.at(Date.parse(at));
    const counted = [...votes].filter((each) => approvers.includes(each));
    if (isAccepted && counted.length < record.required_approvals)
      findings.push(
        `${counted.join(' and ') || 'nobody'} of those who may decide had accepted (${type}), and it takes ${record.required_approvals}`,
      );
  }
  return findings;
};
