import { acceptsByRule } from '../directory/approvers.ts';
import type { Account } from '../directory/ports.ts';
import { commitLatest } from '../request/commit-latest.ts';
import type { Decision, PeeringRequest } from '../request/peering-request.ts';
import type { Clock, Requests } from '../request/ports.ts';
import { decide, isOpenFor } from './decide.ts';

/**
 * Accepts a pending request if the directory's entry of its accepter account accepts requests from this account
 * automatically.
 *
 * @returns the record after that
 */
export const acceptByRule = (
  request: PeeringRequest,
  account: Account | undefined,
  { requests, clock }: { requests: Requests; clock: Clock },
): Promise<PeeringRequest> =>
  commitLatest(requests, request, (latest) => {
    const decision: Decision = {
      kind: 'accept',
      by: { kind: 'rule', id: `auto_accept_from ${latest.requester.owner_id}` },
      at: clock().toISOString(),
    };
    const isDue =
      !latest.decision && acceptsByRule(account, latest.requester.owner_id) && isOpenFor(latest, decision);
    return isDue ? decide(latest, decision) : undefined;
  });
