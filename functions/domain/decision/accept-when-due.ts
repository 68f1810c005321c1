import { scopeOf } from '../connectivity/scope.ts';
import type { Account, Directory } from '../directory/ports.ts';
import { asItWas, decidedBy, findAcceptingRule } from '../directory/rules.ts';
import type { Change } from '../request/change.ts';
import { commitLatest } from '../request/commit-latest.ts';
import type { Decision, PeeringRequest } from '../request/peering-request.ts';
import type { Clock, Requests } from '../request/ports.ts';
import { acceptByQuorum, decide, isOpenFor } from './decide.ts';

/**
 * Accepts a pending request if the directory's entry of its accepter account lets it be accepted without anybody's
 * doing: by a rule, or because it has enough approvals since the entry changed.
 *
 * @param account the entry as it was read last. It is read again before anything is accepted
 * @param acceptedBy the Task state or schedule that does it
 * @returns the record after that
 */
export const acceptWhenDue = (
  request: PeeringRequest,
  account: Account | undefined,
  acceptedBy: string,
  { requests, directory, clock }: { requests: Requests; directory: Directory; clock: Clock },
): Promise<PeeringRequest> => {
  const at = clock().toISOString();
  const accept = (latest: PeeringRequest, entry: Account | undefined) =>
    acceptByRule(latest, entry, at) ?? acceptByQuorum(latest, entry, at, acceptedBy);
  return commitLatest(requests, request, async (latest) =>
    accept(latest, account) ? accept(latest, await directory.account(latest.accepter.owner_id)) : undefined,
  );
};

const acceptByRule = (
  request: PeeringRequest,
  account: Account | undefined,
  at: string,
): Change | undefined => {
  const rule = findAcceptingRule(account, request);
  if (!rule || request.decision) return undefined;
  const { connect } = request;
  const isAgreed = connect && account?.connect === 'apply';
  const decision: Decision = {
    kind: 'accept',
    ...decidedBy(rule),
    at,
    ...(isAgreed && { connect: scopeOf(connect, 'accepter', request.cidr_blocks ?? {}) }),
  };
  if (!isOpenFor(request, decision)) return undefined;
  const { entry, ...change } = decide(request, decision, account);
  return { ...change, entry: { ...entry, ...asItWas(rule) } };
};
