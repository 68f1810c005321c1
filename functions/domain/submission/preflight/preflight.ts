import type { Vpc } from '../../connection/ports.ts';
import { entryFor } from '../../directory/entry-for.ts';
import { listTagKeys, type RequestFacts, ruleFor, tagOf } from '../../directory/rules.ts';
import { SIDES, type SideRole } from '../../request/connect.ts';
import type { RequestError } from '../../request/errors.ts';
import type { Check, CidrBlocks, Side, VpcNames, VpcTags } from '../../request/peering-request.ts';
import type { Limits } from '../spend-budget.ts';
import type { Applicant } from './applicant.ts';
import type { Begun } from './begin-preflight.ts';
import { checkAccepterAccount } from './check-accepter-account.ts';
import { checkApprovers } from './check-approvers.ts';
import { checkConnectivity } from './check-connectivity.ts';
import { checkContact, chooseContact } from './check-contact.ts';
import { checkLife } from './check-life.ts';
import { checkLiveConnection, checkOpenRequest } from './check-pair-is-free.ts';
import { checkActiveQuota, checkPendingQuota, type Quotas } from './check-quotas.ts';
import { checkRule } from './check-rule.ts';
import { checkDns, checkOverlap, checkVpc } from './check-vpcs.ts';
import { type Facts, type FactsDeps, gatherFacts, type Known } from './facts.ts';
import type { Finding } from './finding.ts';
import { type PlanSidesDeps, planSides } from './plan-sides.ts';

export type Preflight = {
  checks: Check[];
  errors: RequestError[];
  /** The directory doesn't have the accepter's account. */
  is_accepter_missing?: true;
  cidr_blocks?: CidrBlocks;
  vpc_names?: VpcNames;
  vpc_tags?: VpcTags;
  /** How many different approvers must accept: the directory's number, or more if nothing verifies the submitter. */
  required_approvals: number;
  /** Whom to notify: the contact that was named, or whoever submits. */
  contact_email?: string;
};

/**
 * Checks, before anything is created in EC2, for what would make the request fail or matters to its approver.
 *
 * @throws LimitExceededError when the applicant's account has used up its budget
 */
export const preflight = async (
  requester: Side,
  accepter: Side,
  applicant: Applicant,
  begun: Begun,
  deps: FactsDeps &
    PlanSidesDeps & {
      quotas: Quotas;
      unverified_approvals: number;
      limits: Limits;
      contactDomains: readonly string[];
      networkTeamAddress: string;
    },
): Promise<Preflight> => {
  if (begun.over_budget) throw begun.over_budget;
  const facts = await gatherFacts(requester, accepter, applicant, begun, deps);
  const { connect, active_for } = applicant;
  const cidr_blocks = {
    ...blocksOf('requester', facts.requesterVpc),
    ...blocksOf('accepter', facts.accepterVpc),
  };
  const planned = connect && (await planSides({ requester, accepter }, connect, cidr_blocks, facts, deps));
  const vpc_tags = tagsOf(facts);
  const about: RequestFacts = {
    requester,
    accepter,
    cidr_blocks: { ...applicant.found?.cidr_blocks, ...cidr_blocks },
    ...(vpc_tags && { vpc_tags }),
    ...(connect && { connect }),
    ...(active_for && { active_for }),
  };
  const account = facts.account && entryFor(facts.account, about);
  const required_approvals = Math.max(
    account?.required_approvals ?? 1,
    applicant.submitter_address ? 1 : deps.unverified_approvals,
  );
  const contact = chooseContact(applicant, facts.requesterAccount, facts.account, deps.contactDomains);
  const findings: Finding[] = [
    checkVpc('requester', requester, facts.requesterVpc, deps.regions, applicant),
    checkVpc('accepter', accepter, facts.accepterVpc, deps.regions, applicant),
    checkAccepterAccount(accepter, facts.account, deps.networkTeamAddress),
    ...checkRule(facts.account, facts.account && ruleFor(facts.account, about), about),
    checkApprovers(about, applicant, facts.account, required_approvals),
    ...checkContact(contact, facts.requesterAccount, deps.contactDomains, applicant.found !== undefined),
    checkOpenRequest(facts.holder, applicant.viewer),
    checkLiveConnection(facts.connections),
    checkOverlap(facts.requesterVpc, facts.accepterVpc),
    // What exists has found its place in the quota.
    ...(applicant.found ? [] : [checkPendingQuota(facts, deps.quotas, deps.limits)]),
    checkActiveQuota('requester', requester, facts.requesterActive, deps.quotas),
    checkActiveQuota('accepter', accepter, facts.accepterActive, deps.quotas),
    checkDns(facts.requesterVpc, facts.accepterVpc),
    ...checkLife(applicant, account),
    ...(planned
      ? [
          checkConnectivity('requester', requester, planned.requester),
          checkConnectivity('accepter', accepter, planned.accepter),
        ]
      : []),
  ];
  return {
    checks: findings.map(({ error: _, ...check }) => check),
    errors: findings.flatMap(({ error }) => error ?? []),
    ...(!facts.account && { is_accepter_missing: true }),
    required_approvals,
    ...(contact && { contact_email: contact }),
    cidr_blocks,
    ...(vpc_tags && { vpc_tags }),
    vpc_names: {
      ...nameOf('requester', facts.requesterVpc),
      ...nameOf('accepter', facts.accepterVpc),
    },
  };
};

const blocksOf = (role: SideRole, vpc: Known<Vpc | undefined>): CidrBlocks =>
  vpc.known && vpc.value ? { [role]: vpc.value.cidr_blocks } : {};

/** Only what rules ask about goes on the record, which both sides can read. */
const tagsOf = ({ account, requesterVpc, accepterVpc }: Facts): VpcTags | undefined => {
  if (!account) return undefined;
  const vpcs = { requester: requesterVpc, accepter: accepterVpc };
  const keys = listTagKeys(account);
  const seen = SIDES.flatMap((side) => {
    const tags = vpcs[side].known ? vpcs[side].value?.tags : undefined;
    if (!tags || keys[side].length === 0) return [];
    return [[side, Object.fromEntries(keys[side].map((key) => [key, tagOf(tags, key)]))] as const];
  });
  return seen.length > 0 ? Object.fromEntries(seen) : undefined;
};

const nameOf = (role: SideRole, vpc: Known<Vpc | undefined>): VpcNames =>
  vpc.known && vpc.value?.name ? { [role]: vpc.value.name } : {};
