import type { SideRole } from '../request/connect.ts';
import type { Side, VpcTags } from '../request/peering-request.ts';
import type { DirectoryDocument, RuleTest, RuleTestSide } from './document.ts';
import type { Account } from './ports.ts';
import { resolveAccount } from './resolve.ts';
import { listTagKeys, type RequestFacts, type Ruling, ruleFor, tagOf } from './rules.ts';

/** What the rules decide about a case. */
export type RuleTestResult = {
  test: RuleTest;
  passed: boolean;
  ruling: Ruling;
};

/** Decides the cases of a directory by its rules, as requests would be. The directory has the accounts that they ask. */
export const testRules = (document: DirectoryDocument, now: Date): RuleTestResult[] =>
  document.tests.flatMap((test) => {
    const account = resolveAccount(document, test.request.peer.account_id, now);
    if (!account) return [];
    const ruling = ruleFor(account, factsOf(test, account));
    const isByRule = test.rule === undefined || test.rule === ruling.rule?.name;
    return { test, passed: ruling.then === test.expect && isByRule, ruling };
  });

/** A case names no VPCs: rules don't look at their IDs. */
const sideOf = ({ account_id, region }: RuleTestSide): Side => ({
  vpc_id: 'vpc-00000000',
  owner_id: account_id,
  region,
});

/** What a case doesn't say isn't known, as where Peerway has no role. Tags are all that a VPC has. */
const factsOf = ({ request }: RuleTest, account: Account): RequestFacts => {
  const { requester, peer, asks_for_routes, active_for } = request;
  const keys = listTagKeys(account);
  const tagsOf = (side: SideRole, { tags }: RuleTestSide): VpcTags =>
    tags ? { [side]: Object.fromEntries(keys[side].map((key) => [key, tagOf(tags, key)])) } : {};
  return {
    requester: sideOf(requester),
    accepter: sideOf(peer),
    cidr_blocks: {
      ...(requester.cidr_blocks && { requester: requester.cidr_blocks }),
      ...(peer.cidr_blocks && { accepter: peer.cidr_blocks }),
    },
    vpc_tags: { ...tagsOf('requester', requester), ...tagsOf('accepter', peer) },
    ...(asks_for_routes && { connect: { routes: true } }),
    ...(active_for !== undefined && { active_for }),
  };
};
