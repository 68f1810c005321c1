import type { AuditEvent } from './audit.ts';
import type { Change } from './change.ts';
import type { ConnectionId, PeeringRequest, RequestId, VpcId } from './peering-request.ts';
import type { AccountReview } from './review.ts';
import type { RequestStatus } from './status.ts';

export type Clock = () => Date;

/**
 * How often each account has used something in an hour. Each method counts one more use, unless the account has used
 * its limit: then it returns `false`. An hour is given by its start.
 */
export interface Budgets {
  spendSubmission(accountId: string, hour: Date, limit: number): Promise<boolean>;
  spendMail(accountId: string, hour: Date, limit: number): Promise<boolean>;
}

/** A client's idempotency key: whose it is and which request body it was first used with. */
export type Idempotency = {
  /** The caller's role or user. */
  caller: string;
  key: string;
  /** SHA-256 of the request body. */
  content_hash: string;
};

export type Created =
  | { outcome: 'created' }
  | { outcome: 'pair-taken'; by: RequestId }
  | { outcome: 'key-taken' };

export type CreatedFound =
  | { outcome: 'created' }
  | { outcome: 'pair-taken'; by: RequestId }
  /** The connection belongs to another request already. */
  | { outcome: 'connection-taken'; by: RequestId };

/** A request whose connection exists before it. */
export type FoundRequest = PeeringRequest & { vpc_peering_connection_id: ConnectionId };

/** The records of requests and their audit trails. */
export interface Requests {
  /**
   * Writes the record, its first event, the lock on the pair of VPCs and the idempotency key in one
   * transaction: all of them or none.
   *
   * @param answer the response that a replay with the same key receives
   * @param endedHolder an ended request that still holds the pair: the lock passes to the new request
   */
  create(
    request: PeeringRequest,
    event: AuditEvent,
    idempotency?: Idempotency & { answer: unknown },
    endedHolder?: RequestId,
  ): Promise<Created>;
  /** The same for a connection that was found in EC2, which becomes the request's own in the same transaction. */
  createFound(request: FoundRequest, event: AuditEvent, endedHolder?: RequestId): Promise<CreatedFound>;
  /**
   * Makes a connection the request's own that is on its record since before there was a register. `false` when it is
   * another request's.
   */
  claimConnection(id: RequestId, connection: ConnectionId): Promise<boolean>;
  /** The response stored under an idempotency key. Keys are kept for 24 hours. */
  answerTo(caller: string, key: string): Promise<{ content_hash: string; answer: unknown } | undefined>;
  /** A strongly consistent read. */
  get(id: RequestId): Promise<PeeringRequest | undefined>;
  /** The request that holds the pair of VPCs, in either direction. */
  holderOf(one: VpcId, other: VpcId): Promise<PeeringRequest | undefined>;
  /**
   * How many requests of the account have no outcome yet, up to a limit. Those of the last moment may be missing,
   * because the index is eventually consistent.
   */
  countOpen(requesterAccountId: string, limit: number): Promise<number>;
  /**
   * Writes a change and its audit event in one transaction, under the version of `request`. A connection that the
   * change gives the request becomes its own in the register.
   * `null` means that another writer was first, or that the token of a change `with_same_token` was replaced, and
   * nothing was written.
   *
   * @throws ConnectionTakenError
   */
  commit(request: PeeringRequest, change: Change): Promise<PeeringRequest | null>;
  /**
   * Stores the waiting task's token in place of the previous one. `false` means that the record or the token has
   * changed since it was read, and nothing was written.
   */
  storeTaskToken(request: PeeringRequest, token: string, insteadOf?: string): Promise<boolean>;
  /** These requests, in the given order, read with eventual consistency. Damaged records are reported and left out. */
  getMany(ids: readonly RequestId[]): Promise<PeeringRequest[]>;
  /**
   * The records of these requests that exist, by ID, as `get` reads them: strongly consistent, and also the damaged
   * ones.
   */
  getCurrent(ids: readonly RequestId[]): Promise<Map<RequestId, PeeringRequest>>;
  /** Releases the lock on the pair of VPCs; `false` when another request holds it. */
  freePair(request: PeeringRequest): Promise<boolean>;
  /** Stores the name of the execution that follows the request; `false` when another one was stored first. */
  noteExecution(request: PeeringRequest, executionName: string): Promise<boolean>;
  /** Counts a late decision that doesn't go on the audit trail. */
  countRefusal(id: RequestId): Promise<void>;
  /** The whole trail, in order. */
  events(id: RequestId): Promise<AuditEvent[]>;
}

/** A position in a list: just after the request that was read last. */
export type Position = { at: string; id: RequestId };

export type RequestFilter = {
  /** Only requests in which this account owns a VPC; absent: all. */
  visible_to?: string;
  status?: RequestStatus;
  vpc_id?: VpcId;
  requester_owner_id?: string;
  peer_owner_id?: string;
  /** Only pending requests whose window ends by this time. */
  expires_before?: string;
  sort: 'newest' | 'expiring';
};

/**
 * What the sweep checks: unfinished requests, active connections, and locks on pairs of VPCs; and the active requests
 * whose routes and DNS resolution are watched.
 */
export type Watched = 'unfinished' | 'active' | 'pairs' | 'connected';

/** Where the next run continues. */
export interface Bookmarks {
  all(): Promise<Partial<Record<Watched, string>>>;
  set(of: Watched, bookmark: string | undefined): Promise<void>;
}

/** How many there are; or how many at least, if there are more than it is worth to count. */
export type Counted = { count: number; is_cut: boolean };

export interface RequestLists {
  /**
   * Counts the pending requests, or those whose window ends by a time. Only keys are read, and of them a bounded number.
   */
  countPending(expires_before?: string): Promise<Counted>;
  /**
   * One page. It costs the same however many requests there are: when filters discard much of what is read,
   * the page is short and the next page continues from there.
   */
  page(
    filter: RequestFilter,
    limit: number,
    after?: Position,
  ): Promise<{ items: PeeringRequest[]; next?: Position }>;
  /**
   * One page of what is watched.
   *
   * @param bookmark where the previous page ended; absent: from the start
   * @returns no bookmark when this was the last page
   */
  watched(which: Watched, bookmark?: string): Promise<{ ids: RequestId[]; bookmark?: string }>;
  /**
   * Active requests for which something is due by now because they have an end or are to be removed: those that have
   * been due for longest first, up to a limit.
   */
  due(now: Date): Promise<RequestId[]>;
}

/** The reviews of accounts. */
export interface Reviews {
  /** A strongly consistent read. */
  get(accountId: string, startedAt: string): Promise<AccountReview | undefined>;
  /** The account's review that started last. */
  latest(accountId: string): Promise<AccountReview | undefined>;
  start(review: Omit<AccountReview, 'sent_mails' | 'closed_at'>): Promise<void>;
  noteMail(review: AccountReview, mail: string): Promise<void>;
  close(review: AccountReview, at: Date): Promise<void>;
}

/** List positions as clients see them: opaque, and valid only for the list they came from. */
export interface Cursors {
  seal(position: object, context: string): Promise<string>;
  /** `undefined` for anything that was not sealed by us for this context. */
  open<Sealed extends object>(cursor: string, context: string): Promise<Sealed | undefined>;
}
