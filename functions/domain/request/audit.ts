import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { SideRole } from './connect.ts';
import type { Actor, RequestId } from './peering-request.ts';
import type { EventRule } from './rule.ts';
import type { RequestStatus } from './status.ts';

export type AuditEventType =
  | 'request-submitted'
  | 'connection-asked-for'
  | 'connection-created'
  | 'ec2-error'
  | 'status-changed'
  | 'approval-recorded'
  | 'decision-recorded'
  | 'decision-refused'
  | 'teardown-recorded'
  | 'connect-planned'
  | 'connect-recorded'
  | 'routes-asked-for'
  | 'routes-created'
  | 'routes-removed'
  | 'dns-resolution-asked-for'
  | 'dns-resolution-turned-on'
  | 'connectivity-changed'
  | 'stale-rules-found'
  | 'connection-found'
  | 'connection-adopted'
  | 'extension-asked-for'
  | 'extension-approved'
  | 'extension-decided'
  | 'connection-reviewed'
  | 'review-unanswered'
  | 'removal-planned'
  | 'removal-withdrawn'
  | 'failure-explained'
  | 'outcome-told'
  | 'end-told'
  | 'mail-sent'
  | 'mail-skipped'
  | 'mail-failed'
  | 'mail-bounced';

/** An event's content, before it is added to the chain. */
export type AuditEntry = {
  type: AuditEventType;
  actor: Actor;
  /** The actor's IP address, where there is one. */
  source_ip?: string;
  reason?: string;
  /** The routes that the event is about. */
  routes?: EventRoute[];
  /** The rule of the directory that decided, as it was then. */
  rule?: EventRule;
};

/** A route in an event: where it is, and where it leads. */
export type EventRoute = { side: SideRole; route_table_id: string; destination_cidr_block: string };

/** One event of a request's trail. It is written once and never changed. */
export type AuditEvent = AuditEntry & {
  request_id: RequestId;
  /** 1, 2, 3, … without a gap. */
  sequence: number;
  /** UTC, ISO 8601. */
  at: string;
  from_status: RequestStatus | null;
  to_status: RequestStatus;
  prev_hash: string;
  hash: string;
};

/** The first event's `prev_hash`. */
export const CHAIN_START = '0'.repeat(64);

/** What every event of a chain has. */
export type Chained = { request_id?: string; sequence: number; prev_hash: string; hash: string };

/**
 * SHA-256, in hex, of the event without its `hash`, as canonical JSON (RFC 8785). It covers `prev_hash`, and so
 * every event before it.
 */
export const hashEvent = (event: Omit<Chained, 'hash'>): string => {
  const { hash: _, ...content } = event as Chained;
  return createHash('sha256')
    .update(canonicalize(content) ?? '')
    .digest('hex');
};

export const sealEvent = <Event extends Omit<Chained, 'hash'>>(event: Event): Event & { hash: string } => ({
  ...event,
  hash: hashEvent(event),
});

export type ChainVerdict =
  | { valid: true; events: number }
  | { valid: false; sequence: number; reason: string };

/**
 * Whether the events are the complete chain that ends in `head`, the hash in the record. A changed, missing,
 * reordered or appended event is reported by its sequence number.
 */
export const verifyChain = (events: readonly Chained[], head: string): ChainVerdict => {
  let prev_hash = CHAIN_START;
  for (const [index, event] of events.entries()) {
    const sequence = index + 1;
    const broken = (reason: string): ChainVerdict => ({ valid: false, sequence, reason });
    if (event.sequence !== sequence)
      return broken(`event ${sequence} is missing: event ${event.sequence} is in its place`);
    if (event.request_id !== events[0]?.request_id)
      return broken(`event ${sequence} belongs to another request`);
    if (event.prev_hash !== prev_hash) return broken(`event ${sequence} does not follow the event before it`);
    if (event.hash !== hashEvent(event)) return broken(`event ${sequence} was changed after it was written`);
    prev_hash = event.hash;
  }
  if (prev_hash !== head) {
    return {
      valid: false,
      sequence: events.length,
      reason: 'the last event is not the one in the record',
    };
  }
  return { valid: true, events: events.length };
};
