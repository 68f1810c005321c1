import type { Absence, DecideBy, DirectoryDocument, Nobody, Rule } from './document.ts';
import type { ChangeRecord } from './history.ts';

/**
 * An account as the directory has it now: groups are people, and what its entry doesn't say is as the defaults say.
 * Times are UTC in ISO 8601.
 */
export type Account = {
  account_id: string;
  name: string;
  /** Mail addresses of the people who may decide on requests to this account. */
  approvers: readonly string[];
  /** Whether the spoke stack's roles exist there. */
  onboarded: boolean;
  /** Accounts whose requests are accepted automatically. */
  auto_accept_from: readonly string[];
  /** How many different approvers must accept: 1 to 5. */
  required_approvals: number;
  /** Seconds before the window's end at which approvers are reminded. */
  reminders: readonly number[];
  /** Mail addresses that are notified, as well as the approvers, when the last reminder is due. */
  escalate_to: readonly string[];
  /** The IANA time zone in which its people read times. UTC without one. */
  time_zone?: string;
  /** How its approvers decide: with the link in their mail, with a signed call of the API, or either. The link if absent. */
  decide_by?: readonly DecideBy[];
  /**
   * What Peerway does about routes and DNS resolution in this account: `apply` does what its people agreed to, `advise`
   * only says what is missing, and `refuse` lets nobody ask for it. `advise` if absent.
   */
  connect?: 'apply' | 'advise' | 'refuse';
  /** Whether a pending connection to this account that was made outside Peerway becomes a request. */
  pick_up?: boolean;
  /** Whether it does also if the directory doesn't have the requester's account. */
  pick_up_unknown?: boolean;
  /** For how many seconds after a rejection another connection between the same VPCs, made outside Peerway, is rejected too. */
  repeat_rejection?: number;
  /** The longest life, in seconds, that a connection to this account may be requested for. Without it, there is none. */
  longest_active_for?: number;
  /** After how many days its people review its active connections. */
  review_every?: number;
  /** What becomes of a connection about which nobody answers in a review. `keep` if absent. */
  review_unanswered?: 'keep' | 'remove';
  /** The ARN of a topic of its own, to which what concerns the account is announced too. */
  announce_to?: string;
  /** What becomes of which requests to this account: the first rule that matches holds. Groups are resolved. */
  rules?: readonly Rule[];
  /** The approvers who are away now, and who decides for them. */
  away?: readonly Pick<Absence, 'person' | 'until' | 'instead'>[];
  created_at: string;
  updated_at: string;
  /** The IAM ARN that last wrote the entry. */
  updated_by: string;
};

/** Who approves for which account, as the directory has it now. Every read is strongly consistent. */
export interface Directory {
  /** Nobody decides who was taken out a moment ago. */
  account(accountId: string): Promise<Account | undefined>;
  /** By ID. Without damaged entries, which are reported. */
  accounts(): Promise<Account[]>;
  /** Who is told what concerns the network team, as the directory says; nobody if it doesn't. */
  networkTeam(): Promise<string[]>;
  /** Entries and groups that stand for nobody. */
  nobody(): Promise<Nobody>;
}

/** The directory as it is stored. */
export type DirectoryState = {
  /** 0 before the first change. */
  version: number;
  /** How many records its changes have. */
  sequence: number;
  /** The hash of the last of them. */
  head: string;
  document: DirectoryDocument;
};

/** For those who change the directory. */
export interface DirectoryStore {
  /** A strongly consistent read. */
  read(): Promise<DirectoryState>;
  /**
   * Writes the directory with the records of what changed: all of it, or nothing.
   *
   * @returns `false` if the directory isn't as it was read any longer
   * @throws ValidationError if it is too large
   */
  write(read: DirectoryState, next: DirectoryDocument, changes: readonly ChangeRecord[]): Promise<boolean>;
  /** The records of changes that follow a sequence number, in order, up to a limit: the first ones have the number 1. */
  changes(after: number, limit: number): Promise<ChangeRecord[]>;
}
