import { type AuditEvent, type ChainVerdict, verifyChain } from '../../functions/domain/request/audit.ts';
import type { Trail } from '../client/api-types.ts';

export type Verification = {
  valid: boolean;
  events: number;
  /** The record's hash of its last event: kept elsewhere, it proves later that nothing before it was rewritten. */
  head: string;
  /** The place of the first event that is not as it should be. */
  broken_at: number | null;
  problems: string[];
};

/**
 * Whether the trail, as it was received, is the whole trail of this request: by its hashes, which are computed
 * here, whatever the API says of them; and whether the API says the same.
 */
export const verifyTrail = (requestId: string, trail: Trail): Verification => {
  const { id, events, head, chain: claimed } = trail;
  const found = verifyChain(events as AuditEvent[], head);
  const strayed = events.find(({ request_id }) => request_id !== requestId);

  const problems: string[] = [];
  if (!found.valid) problems.push(found.reason);
  if (id !== requestId) problems.push(`the answer is the trail of ${id}`);
  if (strayed) problems.push(`event ${strayed.sequence} belongs to ${strayed.request_id}`);
  if (!isSame(found, claimed)) problems.push(`the API says otherwise: ${inWords(claimed)}`);

  return {
    valid: problems.length === 0,
    events: events.length,
    head,
    broken_at: found.valid ? (strayed?.sequence ?? null) : found.sequence,
    problems,
  };
};

const isSame = (found: ChainVerdict, claimed: ChainVerdict): boolean => {
  if (found.valid) return claimed.valid && claimed.events === found.events;
  return !claimed.valid && claimed.sequence === found.sequence;
};

const inWords = (verdict: ChainVerdict): string =>
  verdict.valid
    ? `valid, with ${verdict.events} events`
    : `broken at event ${verdict.sequence}, ${verdict.reason}`;
