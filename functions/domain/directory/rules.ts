import type { AuditEntry } from '../request/audit.ts';
import { isWithin } from '../request/cidr.ts';
import { SIDES, type SideRole } from '../request/connect.ts';
import { type Decision, isWaiting, type PeeringRequest, type Sides } from '../request/peering-request.ts';
import { eventRule, type Rule, type RuleCondition } from '../request/rule.ts';
import type { Account } from './ports.ts';

/** What rules look at: the request as it was submitted, and what EC2 showed of both VPCs then. */
export type RequestFacts = Sides &
  Pick<PeeringRequest, 'cidr_blocks' | 'vpc_tags' | 'connect' | 'active_for'>;

/** What a rule asks about a VPC and EC2 didn't show. */
export type Unseen = { side: SideRole; what: 'cidr_blocks' | 'tags' };

/** A rule that matches or doesn't, depending on what Peerway couldn't see. */
export type Undetermined = {
  rule: Rule;
  unseen: readonly Unseen[];
  /** If it matches, people are asked. */
  asks: boolean;
};

/**
 * Why a rule that accepts only asks:
 * - `no-role`: Peerway has no role in the accepter's account
 * - `undetermined`: an earlier rule may not have let it come to this one
 * - `too-long`: the request asks for a longer life than the rule lets anybody have, or for one without an end
 */
export type HeldBack = 'no-role' | 'undetermined' | 'too-long';

/** What becomes of a request. */
export type Ruling = {
  then: Rule['then'];
  /** The rule that holds. Without one, the entry's approvers are asked. */
  rule?: Rule;
  held_back?: HeldBack;
  /** Those before the rule that holds. */
  undetermined: readonly Undetermined[];
};

/** The rule that `auto_accept_from` is. It has no sentence of its own. */
const AUTO_ACCEPT = 'auto_accept_from';

/**
 * What becomes of a request to this account: the first rule that matches holds, and `auto_accept_from` is the last one.
 * What can't be known never leads to an acceptance.
 *
 * @param account the accepter's
 */
export const ruleFor = (account: Account, facts: RequestFacts): Ruling => {
  const undetermined: Undetermined[] = [];
  for (const rule of listRules(account, facts)) {
    const unseen = match(rule.when, facts);
    if (!unseen) continue;
    if (unseen.length > 0) {
      undetermined.push({ rule, unseen, asks: asks(account, rule, facts) });
      continue;
    }
    const held_back = rule.then === 'accept' && findHeldBack(account, rule, facts, undetermined);
    return held_back
      ? { then: 'ask', rule, held_back, undetermined }
      : { then: rule.then, rule, undetermined };
  }
  return { then: 'ask', undetermined };
};

/** The rule that accepts this request without asking anybody. */
export const findAcceptingRule = (account: Account | undefined, facts: RequestFacts): Rule | undefined => {
  const { then, rule } = account ? ruleFor(account, facts) : {};
  return then === 'accept' ? rule : undefined;
};

/** Whether the directory accepts the request without asking anybody. */
export const acceptsByRule = (account: Account | undefined, facts: RequestFacts): boolean =>
  findAcceptingRule(account, facts) !== undefined;

/** The written rule that people are shown while a request waits for them. */
export const findHeldRule = (account: Account | undefined, request: PeeringRequest): Rule | undefined => {
  const { rule } = account && isWaiting(request) ? ruleFor(account, request) : {};
  return rule && isWritten(rule) ? rule : undefined;
};

/** Whether the rule was written as one, and not as `auto_accept_from`. */
export const isWritten = ({ name }: Rule): boolean => !name.startsWith(AUTO_ACCEPT);

/** What a decision by this rule says. */
export const decidedBy = (rule: Rule): Pick<Decision, 'by' | 'comment'> => ({
  by: { kind: 'rule', id: rule.name },
  ...(isWritten(rule) && { comment: rule.because }),
});

/** What the trail says of a decision by this rule. */
export const asItWas = (rule: Rule): Pick<AuditEntry, 'rule'> =>
  isWritten(rule) ? { rule: eventRule(rule) } : {};

/** The keys of the tags that some rule of the account asks about, by side. */
export const listTagKeys = ({ rules = [] }: Pick<Account, 'rules'>): Record<SideRole, string[]> => {
  const keysOf = (tags: (when: RuleCondition) => RuleCondition['peer_tags']) => [
    ...new Set(rules.flatMap(({ when }) => Object.keys(tags(when) ?? {}))),
  ];
  return {
    requester: keysOf(({ requester_tags }) => requester_tags),
    accepter: keysOf(({ peer_tags }) => peer_tags),
  };
};

/** `null` for a tag that the VPC doesn't have. */
export const tagOf = (tags: Readonly<Record<string, string>>, key: string): string | null =>
  Object.hasOwn(tags, key) ? (tags[key] ?? null) : null;

const listRules = ({ rules = [], auto_accept_from }: Account, { requester }: RequestFacts): Rule[] => {
  const { owner_id } = requester;
  if (!auto_accept_from.includes(owner_id)) return [...rules];
  const when = { requester_accounts: [owner_id] };
  return [...rules, { name: `${AUTO_ACCEPT} ${owner_id}`, when, then: 'accept', because: '' }];
};

const findHeldBack = (
  { onboarded }: Account,
  { longest_active_for = Number.POSITIVE_INFINITY }: Rule,
  { active_for = Number.POSITIVE_INFINITY }: RequestFacts,
  undetermined: readonly Undetermined[],
): HeldBack | undefined => {
  if (!onboarded) return 'no-role';
  if (undetermined.some(({ rule }) => !isAsGenerous(rule))) return 'undetermined';
  return active_for > longest_active_for ? 'too-long' : undefined;
};

const asks = (account: Account, rule: Rule, facts: RequestFacts): boolean =>
  rule.then === 'ask' || (rule.then === 'accept' && findHeldBack(account, rule, facts, []) !== undefined);

/** Whether a request is accepted whether this rule matches or a later one that accepts. */
const isAsGenerous = ({ then, longest_active_for }: Rule): boolean =>
  then === 'accept' && longest_active_for === undefined;

/** Whether a condition holds; what isn't known where that decides it. */
type Answer = boolean | readonly Unseen[];

/** `undefined` if the request doesn't match; otherwise what would have to be seen to say that it does. */
const match = (when: RuleCondition, facts: RequestFacts): Unseen[] | undefined => {
  const { requester, accepter, connect } = facts;
  const isIn = (list: readonly string[] | undefined, value: string): Answer =>
    list === undefined || list.includes(value);
  const is = (wanted: boolean | undefined, found: boolean): Answer =>
    wanted === undefined || wanted === found;
  const answers: readonly Answer[] = [
    isIn(when.requester_accounts, requester.owner_id),
    isIn(when.peer_accounts, accepter.owner_id),
    isIn(when.requester_regions, requester.region),
    isIn(when.peer_regions, accepter.region),
    is(when.same_region, requester.region === accepter.region),
    is(when.asks_for_routes, connect?.routes !== undefined),
    ...SIDES.map((side) => areWithin(when.cidr_blocks, side, facts)),
    ...tagsAnswers(when.requester_tags, 'requester', facts),
    ...tagsAnswers(when.peer_tags, 'accepter', facts),
  ];
  if (answers.includes(false)) return undefined;
  return answers.flatMap((answer) => (typeof answer === 'boolean' ? [] : answer));
};

const areWithin = (
  wanted: readonly string[] | undefined,
  side: SideRole,
  { cidr_blocks }: RequestFacts,
): Answer => {
  if (!wanted) return true;
  const blocks = cidr_blocks?.[side] ?? [];
  // Every VPC has a block: EC2 didn't tell.
  if (blocks.length === 0) return [{ side, what: 'cidr_blocks' }];
  return blocks.every((block) => wanted.some((outer) => isWithin(block, outer)));
};

/** A key that no rule asked about when the request was submitted isn't on the record. */
const tagsAnswers = (
  wanted: Readonly<Record<string, string>> = {},
  side: SideRole,
  { vpc_tags }: RequestFacts,
): Answer[] =>
  Object.entries(wanted).map(([key, value]) => {
    const tags = vpc_tags?.[side] ?? {};
    return Object.hasOwn(tags, key) ? tags[key] === value : [{ side, what: 'tags' }];
  });
