import { toDuration } from './duration.ts';

/** What becomes of the requests that match: one of the directory's rules. */
export type Rule = {
  /** Unique in its list. */
  name: string;
  when: RuleCondition;
  then: 'accept' | 'ask' | 'refuse';
  /** Of an `ask`: how many must accept, instead of the entry's number. */
  required_approvals?: number;
  /** Of an `ask`: who decides, instead of the entry's approvers. */
  approvers?: readonly string[];
  /** The longest life, in seconds, that a connection may be requested for. */
  longest_active_for?: number;
  /** Why: people are shown it. */
  because: string;
};

/** What a request must be like: all that is said here. Accounts are IDs, or `group:` and a group of accounts. */
export type RuleCondition = {
  requester_accounts?: readonly string[];
  /** Only in the directory's rules. */
  peer_accounts?: readonly string[];
  requester_regions?: readonly string[];
  peer_regions?: readonly string[];
  same_region?: boolean;
  /** All blocks of both VPCs lie within these. */
  cidr_blocks?: readonly string[];
  /** Tags that the VPC has, with these values. Known only where Peerway can look. */
  requester_tags?: Readonly<Record<string, string>>;
  peer_tags?: Readonly<Record<string, string>>;
  asks_for_routes?: boolean;
};

/** A rule on the audit trail, as it was when it decided: groups are people and accounts, and its duration is in ISO 8601. */
export type EventRule = Writable<Omit<Rule, 'longest_active_for'>> & { longest_active_for?: string };

type Writable<Value> = Value extends object
  ? { -readonly [Field in keyof Value]: Writable<Value[Field]> }
  : Value;

export const eventRule = ({ longest_active_for, ...rule }: Rule): EventRule => ({
  ...(structuredClone(rule) as Writable<typeof rule>),
  ...(longest_active_for !== undefined && { longest_active_for: toDuration(longest_active_for) }),
});
