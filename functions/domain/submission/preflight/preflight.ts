import type { SideRole, Vpc } from '../../connection/ports.ts';
import type { RequestError } from '../../request/errors.ts';
import type { Check, CidrBlocks, Side } from '../../request/peering-request.ts';
import { accepterAccount } from './check-accepter-account.ts';
import { noLiveConnection, noOpenRequest } from './check-pair-is-free.ts';
import { activeQuota, pendingQuota, type Quotas } from './check-quotas.ts';
import { dns, noOverlap, vpcExists } from './check-vpcs.ts';
import { type FactsDeps, gatherFacts, type Known } from './facts.ts';
import type { Finding } from './finding.ts';

export type Preflight = {
  checks: Check[];
  errors: RequestError[];
  cidr_blocks?: CidrBlocks;
  /** How many different approvers must accept, as the directory says. */
  required_approvals: number;
};

/** Looks at all that would make the request fail, or its approver wonder, before EC2 is asked to create. */
export const preflight = async (
  requester: Side,
  accepter: Side,
  deps: FactsDeps & { quotas: Quotas },
): Promise<Preflight> => {
  const facts = await gatherFacts(requester, accepter, deps);
  const findings: Finding[] = [
    vpcExists('requester', requester, facts.requesterVpc),
    vpcExists('accepter', accepter, facts.accepterVpc),
    accepterAccount(accepter, facts.account),
    noOpenRequest(facts.holder, requester),
    noLiveConnection(facts.between),
    noOverlap(facts.requesterVpc, facts.accepterVpc),
    pendingQuota(facts.pending, deps.quotas),
    activeQuota('requester', requester, facts.requesterActive, deps.quotas),
    activeQuota('accepter', accepter, facts.accepterActive, deps.quotas),
    dns(facts.requesterVpc, facts.accepterVpc),
  ];
  return {
    checks: findings.map(({ error: _, ...check }) => check),
    errors: findings.flatMap(({ error }) => error ?? []),
    required_approvals: facts.account?.required_approvals ?? 1,
    cidr_blocks: {
      ...blocksOf('requester', facts.requesterVpc),
      ...blocksOf('accepter', facts.accepterVpc),
    },
  };
};

const blocksOf = (role: SideRole, vpc: Known<Vpc | undefined>): CidrBlocks =>
  vpc.known && vpc.value ? { [role]: vpc.value.cidr_blocks } : {};
