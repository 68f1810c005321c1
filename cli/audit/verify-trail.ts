import { type AuditEvent, type ChainVerdict, verifyChain } from '../../functions/domain/request/audit.ts';
import type { Trail } from '../client/api-types.ts';
import { countOf } from '../views/count-of.ts';

export type Verification = {
  valid: boolean;
  events: number;
  /** The last event's hash, from the record. Who keeps it can prove later that the trail wasn't rewritten. */
  head: string;
  /** The sequence number of the first event that isn't valid. */
  broken_at: number | null;
  problems: string[];
};

/**
 * Whether this is the complete, unchanged trail of the request. The hashes are computed here, without trusting the
 * API's result; a different result of the API is a problem too.
 */
export const verifyTrail = (requestId: string, trail: Trail): Verification => {
  const { id, events, head, chain: claimed } = trail;
  const found = verifyChain(events as AuditEvent[], head);
  const foreign = events.find(({ request_id }) => request_id !== requestId);

  const problems: string[] = [];
  if (!found.valid) problems.push(found.reason);
  if (id !== requestId) problems.push(`the API returned the trail of ${id}`);
  if (foreign) problems.push(`event ${foreign.sequence} belongs to ${foreign.request_id}`);
  if (!isSame(found, claimed)) problems.push(`the API reports a different result: ${describe(claimed)}`);

  return {
    valid: problems.length === 0,
    events: events.length,
    head,
    broken_at: found.valid ? (foreign?.sequence ?? null) : found.sequence,
    problems,
  };
};

const isSame = (found: ChainVerdict, claimed: ChainVerdict): boolean => {
  if (found.valid) return claimed.valid && claimed.events === found.events;
  return !claimed.valid && claimed.sequence === found.sequence;
};

const describe = (verdict: ChainVerdict): string =>
  verdict.valid
    ? `valid, ${countOf(verdict.events, 'event')}`
    : `not valid at event ${verdict.sequence}: ${verdict.reason}`;
