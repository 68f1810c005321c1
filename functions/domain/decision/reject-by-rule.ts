import type { Account } from '../directory/ports.ts';
import { ruleFor } from '../directory/rules.ts';
import { commitLatest } from '../request/commit-latest.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import type { Clock, Requests } from '../request/ports.ts';
import { decideByRule } from './decide-by-rule.ts';

/**
 * Rejects a connection that was created outside Peerway, where a rule of the directory refuses such requests: it would
 * not have been taken as a request.
 *
 * @param account the accepter's
 * @returns the record after that
 */
export const rejectByRule = (
  request: PeeringRequest,
  account: Account | undefined,
  { requests, clock }: { requests: Requests; clock: Clock },
): Promise<PeeringRequest> =>
  commitLatest(requests, request, (latest) => {
    if (!account?.onboarded || !wasRefused(latest)) return undefined;
    const { then, rule } = ruleFor(account, latest);
    if (then !== 'refuse' || !rule) return undefined;
    return decideByRule(latest, rule, { kind: 'reject', at: clock().toISOString() }, account);
  });

/** What is refused only since people were asked is for them to decide. */
const wasRefused = ({ origin, preflight }: PeeringRequest): boolean =>
  origin === 'picked-up' && preflight.some(({ check, result }) => check === 'rule' && result === 'fail');
