import type { Rule } from '../request/rule.ts';

export type { Rule, RuleCondition } from '../request/rule.ts';

/** A way to decide: the link that an approver was mailed, or a signed call of the API under their verified address. */
export type DecideBy = 'link' | 'signed';

/**
 * The directory as the network team writes it, and as it is stored. Durations are in seconds, times are UTC in ISO
 * 8601. People are mail addresses, or `group:` and the name of a group.
 */
export type DirectoryDocument = {
  /** What entries have that don't say otherwise. */
  defaults: EntryDefaults;
  /** People, by the name of their group. */
  groups: Readonly<Record<string, readonly string[]>>;
  /** Account IDs, by the name of their group. */
  account_groups: Readonly<Record<string, readonly string[]>>;
  /** By account ID. */
  accounts: Readonly<Record<string, Entry>>;
  /** For requests between any accounts, in order: the first that matches holds. */
  rules: readonly Rule[];
  away: readonly Absence[];
  /** Who is told what concerns the network team. The address in the configuration if empty. */
  network_team: readonly string[];
  /** What the rules must decide. */
  tests: readonly RuleTest[];
  /** What Peerway's configuration said at the last change, for what the defaults don't say. */
  configured?: { reminders: readonly number[] };
};

export type EntryDefaults = Partial<
  Omit<EntryFields, 'name' | 'approvers' | 'onboarded' | 'auto_accept_from' | 'announce_to' | 'rules'>
>;

/** What is written of an account. */
export type EntryDraft = Pick<EntryFields, 'name' | 'approvers' | 'onboarded'> & Partial<EntryFields>;

/** An account's entry, and who wrote it. */
export type Entry = EntryDraft & {
  created_at: string;
  updated_at: string;
  /** The IAM ARN that last wrote the entry. */
  updated_by: string;
};

/** A directory before it is stored. */
export type DirectoryDraft = Omit<DirectoryDocument, 'accounts' | 'configured'> & {
  accounts: Readonly<Record<string, EntryDraft>>;
};

export const EMPTY_DIRECTORY: DirectoryDocument = {
  defaults: {},
  groups: {},
  account_groups: {},
  accounts: {},
  rules: [],
  away: [],
  network_team: [],
  tests: [],
};

/** What an entry can say. `Account` describes the fields. Null says that the account has none, whatever the defaults are. */
export type EntryFields = {
  name: string;
  approvers: readonly string[];
  onboarded: boolean;
  auto_accept_from: readonly string[];
  required_approvals: number;
  reminders: readonly number[];
  escalation_email: string | null;
  time_zone: string | null;
  decide_by: readonly DecideBy[];
  connect: 'apply' | 'advise' | 'refuse';
  pick_up: boolean;
  pick_up_unknown: boolean;
  repeat_rejection: number | null;
  longest_active_for: number | null;
  review_every: number | null;
  review_unanswered: 'keep' | 'remove';
  announce_to: string;
  /** For requests to this account, after the directory's rules. */
  rules: readonly Rule[];
};

/** While somebody is away, somebody else decides for them. */
export type Absence = {
  person: string;
  from: string;
  until: string;
  instead: string;
  /** For which account. For all if absent. */
  account_id?: string;
};

/** A case of the rules: a request, and what must become of it. */
export type RuleTest = {
  name: string;
  request: {
    requester: RuleTestSide;
    peer: RuleTestSide;
    asks_for_routes?: boolean;
    /** How long the connection is to live, in seconds. Without an end if absent. */
    active_for?: number;
  };
  expect: Rule['then'];
  /** The rule that must decide it. */
  rule?: string;
};

export type RuleTestSide = {
  account_id: string;
  region: string;
  cidr_blocks?: readonly string[];
  tags?: Readonly<Record<string, string>>;
};

/** What was written for people and stands for nobody. */
export type Nobody = {
  /** IDs of accounts whose requests nobody can decide. */
  accounts: readonly string[];
  /** Groups without people, used or not. */
  groups: readonly string[];
};
