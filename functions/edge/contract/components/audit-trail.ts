import * as trail from '../audit-trail.ts';
import { type Component, object } from './component.ts';
import { RULE, RULE_CONDITION } from './directory.ts';

export const AUDIT_TRAIL: Readonly<Record<string, Component>> = {
  AuditTrail: object(trail.events.data, 'A page of a request’s audit trail.', {
    id: 'The request’s ID.',
    created_at: 'When the request was submitted.',
    head: 'The hash of the last event, according to the record.',
    events: 'The events of this page, oldest first.',
    chain: 'Whether the hash chain of the whole trail is valid.',
    refused_again: 'How many late decisions aren’t on the trail, because the same one is, or too many are.',
    next_cursor: 'The `cursor` of the next page; null on the last page.',
  }),
  AuditEvent: object(trail.auditEvent, 'One event of an audit trail. It never changes.', {
    request_id: 'The request’s ID.',
    sequence: 'The event’s number: 1, 2, 3 and so on, without a gap.',
    type: 'What happened, such as `request-submitted` or `status-changed`.',
    at: 'When it happened.',
    actor: 'Who did it.',
    source_ip: 'The IP address it came from, where there is one.',
    reason: 'What the person wrote, or why it happened.',
    routes: 'The routes that it is about.',
    rule: 'The rule of the directory that decided, as it was then.',
    from_status: 'The status before; null for the first event.',
    to_status: 'The status after, which may be the same.',
    prev_hash: 'The hash of the event before; zeros for the first event.',
    hash: 'SHA-256, in hexadecimal, of the event without this field, as canonical JSON (RFC 8785).',
  }),
  EventRule: object(trail.eventRule, 'A rule that decided, as it was then, without groups.', RULE),
  EventRuleCondition: object(
    trail.eventRuleCondition,
    'What a request had to be like for the rule to match.',
    RULE_CONDITION,
  ),
  EventRoute: object(trail.eventRoute, 'A route that an event is about.', {
    side: 'The side whose route table it is in.',
    route_table_id: 'The route table.',
    destination_cidr_block: 'Where it leads: a CIDR block of the other VPC.',
  }),
  ValidChain: object(trail.validChain, 'The trail is complete and unchanged.', {
    valid: 'Always true.',
    events: 'How many events the trail has.',
  }),
  InvalidChain: object(trail.invalidChain, 'An event is missing or was changed.', {
    valid: 'Always false.',
    sequence: 'The number of the first event that isn’t as it was written.',
    reason: 'What is wrong with it.',
  }),
};
