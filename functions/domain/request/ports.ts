import type { AuditEvent } from './audit.ts';
import type { Change } from './change.ts';
import type { PeeringRequest, RequestId, VpcId } from './peering-request.ts';
import type { RequestStatus } from './status.ts';

export type Clock = () => Date;

/** What a client's key stands for: who uses it, for what, and what they were told. */
export type Idempotency = {
  /** The caller's role or user. */
  caller: string;
  key: string;
  /** SHA-256 of what was asked. */
  content_hash: string;
};

export type Created =
  | { outcome: 'created' }
  | { outcome: 'pair-taken'; by: RequestId }
  | { outcome: 'key-taken' };

/** The records of requests and their audit trails. */
export interface Requests {
  /**
   * Writes the first record, its first event, the pair's lock and what the client's key stands for in one
   * transaction, or nothing of it.
   *
   * @param answer what a replay with the same key is told
   * @param endedHolder a request that has ended and holds the pair still: it is taken over
   */
  create(
    request: PeeringRequest,
    event: AuditEvent,
    idempotency?: Idempotency & { answer: unknown },
    endedHolder?: RequestId,
  ): Promise<Created>;
  /** What a client's key stands for; keys are kept for 24 hours. */
  answerTo(caller: string, key: string): Promise<{ content_hash: string; answer: unknown } | undefined>;
  /** A strongly consistent read. */
  get(id: RequestId): Promise<PeeringRequest | undefined>;
  /** The request that holds the pair of VPCs, in either direction. */
  holderOf(one: VpcId, other: VpcId): Promise<PeeringRequest | undefined>;
  /**
   * Writes a change and its audit event in one transaction, under the version of `request`.
   * `null` says that somebody else wrote first and nothing of this was written.
   */
  commit(request: PeeringRequest, change: Change): Promise<PeeringRequest | null>;
  /**
   * Keeps the token of the task that waits, in place of the one that was there, unless the record or the token
   * has changed since they were read: then `false`, and nothing was written.
   */
  storeTaskToken(request: PeeringRequest, token: string, insteadOf?: string): Promise<boolean>;
  /** These requests, in their order, as they were a moment ago. */
  getMany(ids: readonly RequestId[]): Promise<PeeringRequest[]>;
  /** Frees the pair of VPCs; `false` when it is not this request that holds it. */
  freePair(request: PeeringRequest): Promise<boolean>;
  /** Notes which execution follows the request from now on; `false` when another was noted meanwhile. */
  noteExecution(request: PeeringRequest, executionName: string): Promise<boolean>;
  /** The whole trail, in order. */
  events(id: RequestId): Promise<AuditEvent[]>;
}

/** A place in a list: behind the request that was read last. */
export type Position = { at: string; id: RequestId };

export type RequestFilter = {
  /** Only requests of which this account is a side; absent: all. */
  visible_to?: string;
  status?: RequestStatus;
  vpc_id?: VpcId;
  requester_owner_id?: string;
  peer_owner_id?: string;
  /** Only pending ones whose window ends by this time. */
  expires_before?: string;
  sort: 'newest' | 'expiring';
};

/** What the sweep goes through: work left to do, connections that live, and who holds a pair of VPCs. */
export type Watched = 'unfinished' | 'active' | 'pairs';

/** Where the sweep goes on. */
export interface Bookmarks {
  all(): Promise<Partial<Record<Watched, string>>>;
  set(of: Watched, bookmark: string | undefined): Promise<void>;
}

export interface RequestLists {
  /**
   * One page. It costs the same however many requests there are: where filters leave out much of what is
   * read, the page is short and the next goes on from there.
   */
  page(
    filter: RequestFilter,
    limit: number,
    after?: Position,
  ): Promise<{ items: PeeringRequest[]; next?: Position }>;
  /**
   * One page of what the sweep watches.
   *
   * @param bookmark where the page before ended; absent: from the start
   * @returns no bookmark when this was the last page
   */
  watched(which: Watched, bookmark?: string): Promise<{ ids: RequestId[]; bookmark?: string }>;
}

/** Places in lists, as clients carry them: opaque, and of no use in another list. */
export interface Cursors {
  seal(position: Position, context: string): Promise<string>;
  /** `undefined` for what was not sealed by us, in this context. */
  open(cursor: string, context: string): Promise<Position | undefined>;
}
