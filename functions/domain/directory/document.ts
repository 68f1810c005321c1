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

/** An account's entry with what the defaults say where it says nothing. */
export type FullEntry = Entry &
  Required<Pick<Entry, 'auto_accept_from' | 'required_approvals' | 'reminders'>>;

/** Where an entry denies a default, it says nothing. */
export type WithoutNulls<T> = { [Key in keyof T]: Exclude<T[Key], null> };

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

/** What an entry can say. Null says that the account has none, whatever the defaults are. */
export type EntryFields = {
  name: string;
  /** Who may decide on requests to this account. */
  approvers: readonly string[];
  /** Whether the spoke stack's roles exist there. */
  onboarded: boolean;
  /** Accounts whose requests are accepted automatically. */
  auto_accept_from: readonly string[];
  /** How many different approvers must accept: 1 to 5. */
  required_approvals: number;
  /** Seconds before the window's end at which approvers are reminded. */
  reminders: readonly number[];
  /** Who is notified, as well as the approvers, when the last reminder is due. */
  escalation_email: string | null;
  /** The IANA time zone in which its people read times. UTC without one. */
  time_zone: string | null;
  /** How its approvers decide: with the link in their mail, with a signed call of the API, or either. The link if absent. */
  decide_by: readonly DecideBy[];
  /**
   * What Peerway does about routes and DNS resolution in this account: `apply` does what its people agreed to, `advise`
   * only says what is missing, and `refuse` lets nobody ask for it. `advise` if absent.
   */
  connect: 'apply' | 'advise' | 'refuse';
  /** Whether a pending connection to this account that was made outside Peerway becomes a request. */
  pick_up: boolean;
  /** Whether it does also if the directory doesn't have the requester's account. */
  pick_up_unknown: boolean;
  /** For how many seconds after a rejection another connection between the same VPCs, made outside Peerway, is rejected too. */
  repeat_rejection: number | null;
  /** The longest life, in seconds, that a connection to this account may be requested for. Without it, there is none. */
  longest_active_for: number | null;
  /** After how many days its people review its active connections. */
  review_every: number | null;
  /** What becomes of a connection about which nobody answers in a review. `keep` if absent. */
  review_unanswered: 'keep' | 'remove';
  /** The ARN of a topic of its own, to which what concerns the account is announced too. */
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
