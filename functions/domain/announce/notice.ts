import type { AuditEvent, AuditEventType } from '../request/audit.ts';
import { flatSides } from '../request/flat-sides.ts';
import type { Actor, ConnectionId, PeeringRequest, RequestId } from '../request/peering-request.ts';
import type { RequestStatus } from '../request/status.ts';
import { type AnnouncementKind, kindOf, kindOfMail } from './kinds.ts';
import { announcedEnd, isGrant } from './read-event.ts';

/** Of all announcements, those that tell of no change of a status or of connectivity, and ask nobody to decide. */
const KINDS = [
  'found',
  'adopted',
  'deletion-refused',
  'ends-soon',
  'extension-asked',
  'extension-decided',
  'review-unanswered',
  'removal-planned',
  'removal-withdrawn',
] as const satisfies readonly AnnouncementKind[];

type NoticeKind = (typeof KINDS)[number];

/**
 * The event published of a connection's life: where it came from, its end, and what a review decided. `request_id` and
 * `sequence` identify it: it may be delivered more than once. The times of the end and of the removal are those of the
 * record when it is published.
 */
export type Notice = ReturnType<typeof flatSides> & {
  kind: NoticeKind;
  request_id: RequestId;
  sequence: number;
  /** UTC, ISO 8601. */
  at: string;
  status: RequestStatus;
  actor: Actor;
  reason: string | null;
  vpc_peering_connection_id: ConnectionId | null;
  /** When Peerway deletes the active connection. UTC, ISO 8601. */
  ends_at: string | null;
  /** When a review's removal is due. UTC, ISO 8601. */
  removal_due_at: string | null;
  /** What was decided about more time; `null` unless this tells of that. */
  decision: 'accept' | 'reject' | null;
};

const TYPES: ReadonlySet<AuditEventType> = new Set([
  'connection-found',
  'connection-adopted',
  'decision-refused',
  'extension-asked-for',
  'extension-decided',
  'review-unanswered',
  'removal-planned',
  'removal-withdrawn',
]);

/** Whether there can be a notice of an event, which needs no record to tell. */
export const mayBeNoticed = (event: AuditEvent): boolean =>
  event.type === 'mail-sent' ? kindOfMail(event) === 'ends-soon' : TYPES.has(event.type);

export const noticeOf = (event: AuditEvent, request: PeeringRequest): Notice | undefined => {
  const announced = kindOf(event, request);
  const kind = KINDS.find((each) => each === announced);
  if (!kind) return undefined;
  return {
    kind,
    request_id: event.request_id,
    sequence: event.sequence,
    at: event.at,
    status: event.to_status,
    actor: event.actor,
    // The reason of a mail's event is its recipient.
    reason: event.type === 'mail-sent' ? null : (event.reason ?? null),
    ...flatSides(request),
    vpc_peering_connection_id: request.vpc_peering_connection_id ?? null,
    ends_at: announcedEnd(event) ?? request.ends_at ?? null,
    removal_due_at: request.removal?.due_at ?? null,
    decision: kind !== 'extension-decided' ? null : isGrant(event) ? 'accept' : 'reject',
  };
};
