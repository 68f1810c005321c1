import type { Account } from '../directory/ports.ts';
import { commitLatest } from '../request/commit-latest.ts';
import type { Decision, PeeringRequest } from '../request/peering-request.ts';
import type { Clock, Requests } from '../request/ports.ts';
import { decide, isOpenFor } from './decide.ts';

/**
 * Rejects a connection that was created outside Peerway soon after its approvers had rejected another one between the
 * same VPCs, if the directory's entry of its accepter account says so: tools create again what was rejected.
 *
 * @param account the entry
 * @returns the record after that
 */
export const repeatRejection = (
  request: PeeringRequest,
  account: Account | undefined,
  { requests, clock }: { requests: Requests; clock: Clock },
): Promise<PeeringRequest> =>
  commitLatest(requests, request, (latest) => {
    const { earlier_rejection: earlier } = latest;
    if (!earlier || !isRepeated(latest, account)) return undefined;
    const rejection: Decision = {
      kind: 'reject',
      by: { kind: 'rule', id: `repeat_rejection ${latest.accepter.owner_id}` },
      at: clock().toISOString(),
      ...(earlier.comment && { comment: earlier.comment }),
    };
    return !latest.decision && isOpenFor(latest, rejection) ? decide(latest, rejection, account) : undefined;
  });

/** Where Peerway has no role, it can't reject. */
const isRepeated = (
  { earlier_rejection, created_at }: PeeringRequest,
  { onboarded, repeat_rejection = 0 }: Partial<Account> = {},
): boolean =>
  onboarded === true &&
  earlier_rejection !== undefined &&
  Date.parse(created_at) - Date.parse(earlier_rejection.at) < repeat_rejection * 1000;
