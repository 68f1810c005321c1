import type { Actor } from '../request/peering-request.ts';

/** One thing of the directory that was added, changed or removed. */
export type DirectoryChange = {
  what:
    | 'defaults'
    | 'group'
    | 'account-group'
    | 'account'
    | 'rule'
    /** The names of the rules, where it isn't new ones after those that were there. */
    | 'rule-order'
    /** All absences of a person. */
    | 'away'
    | 'network-team'
    | 'test';
  /** The account's ID, the person's address, or what the group, the rule or the test is called. */
  name?: string;
  /** Absent if it was added. */
  before?: unknown;
  /** Absent if it was removed. */
  after?: unknown;
};

/** One record of the directory's history, which is a chain as a request's trail is. A change can have several. */
export type ChangeRecord = {
  /** 1, 2, 3, … without a gap. */
  sequence: number;
  /** The directory's version after the change. */
  version: number;
  /** UTC, ISO 8601. */
  at: string;
  actor: Actor;
  /** The actor's IP address. */
  source_ip?: string;
  changes: readonly DirectoryChange[];
  prev_hash: string;
  hash: string;
};
