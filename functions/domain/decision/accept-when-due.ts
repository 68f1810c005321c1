import { scopeOf } from '../connectivity/scope.ts';
import type { Account, Directory } from '../directory/ports.ts';
import { findAcceptingRule } from '../directory/rules.ts';
import type { Change } from '../request/change.ts';
import { commitLatest } from '../request/commit-latest.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import type { Clock, Requests } from '../request/ports.ts';
import { acceptByQuorum } from './decide.ts';
import { decideByRule } from './decide-by-rule.ts';

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
  const { connect } = request;
  const isAgreed = connect && account?.connect === 'apply';
  const acceptance = {
    kind: 'accept',
    at,
    ...(isAgreed && { connect: scopeOf(connect, 'accepter', request.cidr_blocks ?? {}) }),
  } as const;
  return rule && decideByRule(request, rule, acceptance, account);
};
