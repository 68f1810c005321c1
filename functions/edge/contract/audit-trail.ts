import * as z from 'zod/mini';
import { ANY_ERRORS, contract } from './contract.ts';
import { count, cursor, limit, requestId, time } from './fields.ts';
import { actor, status } from './peering-request.ts';
import { accountOrGroup, personOrGroup, rule, ruleCondition } from './rules.ts';

export const eventRoute = z.strictObject({
  side: z.enum(['requester', 'accepter']),
  route_table_id: z.string(),
  destination_cidr_block: z.string(),
});

/** Groups have been resolved, so the lists may be long. */
export const eventRuleCondition = z.extend(ruleCondition, {
  requester_accounts: z.optional(z.array(accountOrGroup)),
  peer_accounts: z.optional(z.array(accountOrGroup)),
});

export const eventRule = z.extend(rule, {
  when: eventRuleCondition,
  approvers: z.optional(z.array(personOrGroup)),
});

export const auditEvent = z.strictObject({
  request_id: requestId,
  sequence: count,
  type: z.string(),
  at: time,
  actor,
  source_ip: z.optional(z.string()),
  reason: z.optional(z.string()),
  routes: z.optional(z.array(eventRoute)),
  rule: z.optional(eventRule),
  from_status: z.nullable(status),
  to_status: status,
  prev_hash: z.string(),
  hash: z.string(),
});

export const validChain = z.strictObject({ valid: z.literal(true), events: count });
export const invalidChain = z.strictObject({ valid: z.literal(false), sequence: count, reason: z.string() });

export const events = contract({
  operationId: 'listPeeringRequestEvents',
  method: 'GET',
  path: '/peering-requests/{id}/events',
  summary: 'Get the audit trail of a request, and whether its hash chain is valid',
  description:
    'Returns the events in order, by default 100 on a page. The trail ends when `next_cursor` is null. `head` and `chain` are about the whole trail, on every page. A decision that came too late is on the trail once for each person and outcome, and 20 times at most; `refused_again` counts the others.',
  params: z.strictObject({ id: requestId }),
  query: z.strictObject({ limit: z.optional(limit), cursor: z.optional(cursor) }),
  status: 200,
  data: z.strictObject({
    id: requestId,
    created_at: time,
    head: z.string(),
    events: z.array(auditEvent),
    chain: z.union([validChain, invalidChain]),
    refused_again: count,
    next_cursor: z.nullable(z.string()),
  }),
  errors: [...ANY_ERRORS, 'NOT_FOUND'],
});
