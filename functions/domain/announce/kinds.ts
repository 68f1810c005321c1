import type { AuditEvent, AuditEventType } from '../request/audit.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import type { RequestStatus } from '../request/status.ts';

/** What an announcement is about. Subscribers filter by it. */
export type AnnouncementKind =
  | 'found'
  | 'adopted'
  | 'asked'
  | 'reminded'
  | 'escalated'
  | 'approved'
  | 'decided'
  | 'active'
  | 'rejected'
  | 'expired'
  | 'failed'
  | 'withdrawn'
  | 'deleted'
  | 'deletion-refused'
  | 'stuck'
  | 'connectivity-changed'
  | 'ends-soon'
  | 'extension-asked'
  | 'extension-approved'
  | 'extension-decided'
  | 'review-unanswered'
  | 'removal-planned'
  | 'removal-withdrawn';

type FindKind = (event: AuditEvent, request: PeeringRequest) => AnnouncementKind | undefined;

const silent: FindKind = () => undefined;

const always =
  (kind: AnnouncementKind): FindKind =>
  () =>
    kind;

const BY_STATUS: Readonly<Record<RequestStatus, AnnouncementKind | undefined>> = {
  submitted: undefined,
  // The approvers are asked within a minute.
  'pending-acceptance': undefined,
  // It is active within a minute.
  provisioning: undefined,
  active: 'active',
  rejected: 'rejected',
  expired: 'expired',
  failed: 'failed',
  cancelled: 'withdrawn',
  deleted: 'deleted',
};

/**
 * By the first word of a mail's kind. All others repeat to one person what another event announces: who was asked, how
 * it ended, what has changed, who wants more time, what is to be removed.
 */
const BY_MAIL: Readonly<Record<string, AnnouncementKind>> = {
  approval: 'asked',
  reminder: 'reminded',
  escalation: 'escalated',
  end: 'ends-soon',
  stuck: 'stuck',
};

/** What an event of a sent mail announces, if its recipient was the first. */
export const kindOfMail = ({ reason = '' }: AuditEvent): AnnouncementKind | undefined =>
  BY_MAIL[/^[^- ]*/.exec(reason)?.[0] ?? ''];

/** Several people get the same mail: the first of them is announced. */
const findKindOfMail: FindKind = (event, { sent_mails }) => {
  const [mail = '', to = ''] = (event.reason ?? '').split(' to ', 2);
  const isFirst = sent_mails.find((key) => key.startsWith(`${mail}:`)) === `${mail}:${to}`;
  return isFirst ? kindOfMail(event) : undefined;
};

/** What a rule decides at once is asked of nobody. The record may have a later extension than the event's. */
const findKindOfExtension: FindKind = ({ at, rule }, { extension }) => {
  const isByEntry = extension && extension.at <= at && extension.decision?.by.kind === 'rule';
  return rule || isByEntry ? 'extension-decided' : 'extension-asked';
};

/** Only if EC2 refuses what Peerway wanted to do: a person who decides too late is told so on the page. */
const findKindOfRefusal: FindKind = ({ actor }) =>
  actor.kind === 'workflow' ? 'deletion-refused' : undefined;

const KINDS: Readonly<Record<AuditEventType, FindKind>> = {
  'connection-found': always('found'),
  'connection-adopted': always('adopted'),
  'approval-recorded': always('approved'),
  'decision-recorded': always('decided'),
  'teardown-recorded': always('decided'),
  'decision-refused': findKindOfRefusal,
  'status-changed': ({ to_status }) => BY_STATUS[to_status],
  'connectivity-changed': always('connectivity-changed'),
  'extension-asked-for': findKindOfExtension,
  'extension-approved': always('extension-approved'),
  'extension-decided': always('extension-decided'),
  'review-unanswered': always('review-unanswered'),
  'removal-planned': always('removal-planned'),
  'removal-withdrawn': always('removal-withdrawn'),
  'mail-sent': findKindOfMail,

  // The approvers are asked within a minute.
  'request-submitted': silent,
  // The request's status follows.
  'connection-asked-for': silent,
  'connection-created': silent,
  // Peerway tries again, for a day. A request that stays where it is becomes stuck.
  'ec2-error': silent,
  'mail-failed': silent,
  'mail-skipped': silent,
  'mail-bounced': silent,
  // The change of connectivity follows.
  'connect-planned': silent,
  'connect-recorded': silent,
  'routes-asked-for': silent,
  'routes-created': silent,
  'routes-removed': silent,
  'dns-resolution-asked-for': silent,
  'dns-resolution-turned-on': silent,
  // A connection that stays as it was is no news, and one review may be about hundreds.
  'connection-reviewed': silent,
  // It adds to an end that was announced.
  'stale-rules-found': silent,
  'failure-explained': silent,
  'outcome-told': silent,
  'end-told': silent,
};

/** What channels hear of an event; `undefined` if it is of no interest to them. */
export const kindOf: FindKind = (event, request) => KINDS[event.type]?.(event, request);

/** Whether an event can be of interest, which needs no record to tell. */
export const mayBeAnnounced = (event: AuditEvent): boolean => {
  switch (event.type) {
    case 'mail-sent':
      return kindOfMail(event) !== undefined;
    case 'status-changed':
      return BY_STATUS[event.to_status] !== undefined;
    default:
      return KINDS[event.type] !== silent;
  }
};
