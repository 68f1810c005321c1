import type { Account } from '../../domain/directory/ports.ts';
import type { AuditEvent } from '../../domain/request/audit.ts';
import type { PeeringRequest } from '../../domain/request/peering-request.ts';
import { hasEnded } from '../../domain/request/status.ts';
import { capitalize, describeStatus } from '../../domain/wording/statuses.ts';
import { describeEvent } from './history.ts';

/** A mark on the timeline of a request. */
export type Mark = {
  /** UTC, ISO 8601. */
  at: string;
  label: string;
  kind: 'step' | 'mail' | 'decision' | 'end' | 'planned';
};

/** Equal events closer together than this share a mark. */
const TOGETHER_MS = 5 * 60_000;

/** Past events and, while the request waits, planned reminders and the deadline, in chronological order. */
export const marksOf = (
  request: PeeringRequest,
  events: readonly AuditEvent[],
  accepterAccount: Account | undefined,
  now: Date,
): Mark[] => {
  const marks = [...events.flatMap(markOf), ...planned(request, accepterAccount, now), ...end(request)];
  return marks
    .filter(({ at }) => !Number.isNaN(Date.parse(at)))
    .sort((one, other) => Date.parse(one.at) - Date.parse(other.at))
    .filter((mark, index, all) => !isSame(mark, all[index - 1]));
};

const isSame = (mark: Mark, before: Mark | undefined): boolean =>
  mark.label === before?.label && Date.parse(mark.at) - Date.parse(before.at) < TOGETHER_MS;

const markOf = (event: AuditEvent): Mark[] => {
  const { at, type, reason = '', from_status, to_status } = event;
  switch (type) {
    case 'request-submitted':
      return [{ at, kind: 'step', label: 'Submitted' }];
    case 'status-changed':
      if (to_status === 'pending-acceptance')
        return [{ at, kind: 'step', label: 'EC2 opened the acceptance window' }];
      return from_status === to_status
        ? []
        : [{ at, kind: hasEnded(to_status) ? 'end' : 'step', label: capitalize(describeStatus(to_status)) }];
    case 'approval-recorded':
    case 'decision-recorded':
    case 'teardown-recorded':
      return [{ at, kind: isAccept(event) ? 'decision' : 'step', label: describeEvent(event).what }];
    case 'mail-sent':
      return mailMark(at, reason);
    default:
      return [];
  }
};

const isAccept = ({ type, reason = '' }: AuditEvent): boolean =>
  type === 'approval-recorded' || (type === 'decision-recorded' && reason.startsWith('accept'));

const mailMark = (at: string, reason: string): Mark[] => {
  if (reason.startsWith('approval')) return [{ at, kind: 'mail', label: 'Approvers notified' }];
  if (reason.startsWith('reminder')) return [{ at, kind: 'mail', label: 'Approvers reminded' }];
  if (reason.startsWith('escalation')) return [{ at, kind: 'mail', label: 'Escalation contact notified' }];
  return [];
};

/** Reminders in the future. */
const planned = (request: PeeringRequest, account: Account | undefined, now: Date): Mark[] => {
  const { status, decision, expires_at } = request;
  if (status !== 'pending-acceptance' || decision || !expires_at) return [];
  return (account?.reminders ?? [])
    .map((before) => Date.parse(expires_at) - before * 1000)
    .filter((time) => time > now.getTime())
    .map((time) => ({
      at: new Date(time).toISOString(),
      kind: 'planned',
      label: 'Reminder, if nobody has decided',
    }));
};

/** Once EC2 has an outcome, the deadline means nothing any more. */
const end = ({ expires_at, status }: PeeringRequest): Mark[] =>
  expires_at && status === 'pending-acceptance' ? [{ at: expires_at, kind: 'end', label: 'Deadline' }] : [];
