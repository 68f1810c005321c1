import type { Absence, DirectoryDocument, FullEntry, Nobody, WithoutNulls } from './document.ts';
import type { ChangeRecord } from './history.ts';

/**
 * An account as the directory has it now: groups are people, and what its entry doesn't say is as the defaults say.
 * Times are UTC in ISO 8601.
 */
export type Account = WithoutNulls<Omit<FullEntry, 'escalation_email'>> & {
  account_id: string;
  /** Mail addresses that are notified, as well as the approvers, when the last reminder is due. */
  escalate_to: readonly string[];
  /** The approvers who are away now, and who decides for them. */
  away?: readonly Pick<Absence, 'person' | 'until' | 'instead'>[];
};

/** Who approves for which account, as the directory has it now. Every read is strongly consistent. */
export interface Directory {
  /** Nobody decides who was taken out a moment ago. */
  account(accountId: string): Promise<Account | undefined>;
  /** By ID. Without damaged entries, which are reported. */
  accounts(): Promise<Account[]>;
  /** Who is told what concerns the network team, as the directory says; nobody if it doesn't. */
  networkTeam(): Promise<string[]>;
  /** Those that aren't over, also those to come. */
  absences(): Promise<Absence[]>;
  /** Entries and groups that stand for nobody. */
  nobody(): Promise<Nobody>;
}

/** How often one account asked for another that the directory doesn't have. */
export type AskedFor = {
  account_id: string;
  requester_account_id: string;
  times: number;
  /** UTC, in ISO 8601. */
  last_at: string;
};

/** Accounts that requests and preflights are for, and that the directory doesn't have. */
export interface MissingAccounts {
  /** Counts one request or preflight. Of one requester account, only so many others are counted. */
  count(accountId: string, requesterAccountId: string): Promise<void>;
  /** Of those who asked in the last 30 days. */
  list(): Promise<{ asked: AskedFor[]; is_cut: boolean }>;
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
