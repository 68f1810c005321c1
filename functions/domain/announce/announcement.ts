import type { Accounts } from '../directory/accounts.ts';
import type { AuditEvent } from '../request/audit.ts';
import { flatSides } from '../request/flat-sides.ts';
import type { ConnectionId, PeeringRequest, RequestId } from '../request/peering-request.ts';
import type { RequestStatus } from '../request/status.ts';
import { channelNames } from './channel-names.ts';
import { type AnnouncementKind, kindOf } from './kinds.ts';
import { composeMessage } from './messages.ts';

/**
 * What people may want to hear of a request. It names no person, and holds nothing with which anybody could act. `id`
 * identifies it: it may be delivered more than once.
 */
export type Announcement = ReturnType<typeof flatSides> & {
  id: `${RequestId}-${number}`;
  kind: AnnouncementKind;
  request_id: RequestId;
  /** Of the audit event that it announces. */
  sequence: number;
  /** UTC, ISO 8601. */
  at: string;
  status: RequestStatus;
  vpc_peering_connection_id: ConnectionId | null;
  /** EC2's deadline for a decision. UTC, ISO 8601. */
  expires_at: string | null;
  /** When Peerway deletes the active connection. UTC, ISO 8601. */
  ends_at: string | null;
  title: string;
  description: string;
  next_steps: readonly string[];
  /** Of the request: the same in all its announcements. */
  summary: string;
};

/** `undefined` for an event that is of no interest to channels. */
export const announcementOf = (
  event: AuditEvent,
  request: PeeringRequest,
  accounts: Accounts,
): Announcement | undefined => {
  const kind = kindOf(event, request);
  if (!kind) return undefined;
  const names = channelNames({ request, ...accounts });
  const {
    headline,
    text,
    quotes = [],
    next_steps,
  } = composeMessage(kind, { event, request, ...accounts, names });
  const pair = `${names.requester} → ${names.accepter}`;
  return {
    id: `${request.id}-${event.sequence}`,
    kind,
    request_id: request.id,
    sequence: event.sequence,
    at: event.at,
    status: event.to_status,
    ...flatSides(request),
    vpc_peering_connection_id: request.vpc_peering_connection_id ?? null,
    expires_at: request.expires_at ?? null,
    ends_at: request.ends_at ?? null,
    title: `${headline}: ${pair}`,
    description: [text.join(' '), ...quotes, describeVpcs(request)].join('\n'),
    next_steps,
    summary: `VPC peering ${pair} (${request.id})`,
  };
};

const describeVpcs = ({ requester, accepter }: PeeringRequest): string =>
  [requester, accepter]
    .map(({ vpc_id, owner_id, region }) => `${vpc_id} in ${region} (account ${owner_id})`)
    .join(' → ');
