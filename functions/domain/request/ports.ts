import type { StatusChange } from '../announce/status-change.ts';
import type { AuditEvent } from './audit.ts';
import type { Change } from './change.ts';
import type {
  ConnectionId,
  DecisionKind,
  PeeringRequest,
  RequestId,
  Side,
  VpcId,
} from './peering-request.ts';
import type { RequestStatus } from './status.ts';

/** What the domain needs of the world. The adapters keep these promises on AWS. */

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
  holdTaskToken(request: PeeringRequest, token: string, insteadOf?: string): Promise<boolean>;
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

/** An entry of the directory. Times are UTC in ISO 8601. */
export type Account = {
  account_id: string;
  name: string;
  /** Mail addresses of those who may decide on requests to this account. */
  approvers: readonly string[];
  /** Whether the spoke stack's roles exist there. */
  onboarded: boolean;
  /** Accounts whose requests are accepted at once. */
  auto_accept_from: readonly string[];
  /** How many different approvers must accept: 1 to 5. */
  required_approvals: number;
  /** Seconds before the window's end at which approvers are reminded. */
  reminders: readonly number[];
  /** The mail address that is told beside the approvers when the last reminder is due. */
  escalation_email?: string;
  created_at: string;
  updated_at: string;
  /** The IAM ARN that wrote the entry last. */
  updated_by: string;
};

/** Who approves for which account. */
export interface Directory {
  account(accountId: string): Promise<Account | undefined>;
  accounts(): Promise<Account[]>;
  put(account: Account): Promise<void>;
  remove(accountId: string): Promise<Account | undefined>;
}

/** What a secret URL allows, and to whom: to decide on a request, or to see how it goes. */
export type Link = {
  request_id: RequestId;
  purpose: 'decide' | 'view';
  /** The mail address of the person that it was made for. */
  person: string;
  /** UTC, ISO 8601: from then on it decides nothing. */
  expires_at: string;
  /** Known to the table alone: what its forms' tokens are made of. */
  form_key: string;
};

/** A secret URL that shows all open windows. Its person is the IAM principal that asked for it. */
export type BoardLink = Omit<Link, 'purpose' | 'request_id'> & { purpose: 'board' };

/** Links are found by their token, of which only a hash is kept. */
export interface Links {
  /** Makes a link and returns its token: 256 random bits in base64url, told this once. */
  mint(link: Omit<Link, 'form_key'> | Omit<BoardLink, 'form_key'>): Promise<string>;
  find(token: string): Promise<Link | BoardLink | undefined>;
  /** Gives the link's forms another key, so that a token that was used is worth nothing any more. */
  renewForms(token: string, link: Link): Promise<void>;
}

export type ConnectionStatus =
  | 'initiating-request'
  | 'pending-acceptance'
  | 'provisioning'
  | 'active'
  | 'rejected'
  | 'expired'
  | 'failed'
  | 'deleting'
  | 'deleted';

/** A VPC peering connection, as EC2 describes it. */
export type Connection = {
  id: ConnectionId;
  status: ConnectionStatus;
  status_message: string;
  /** Absent once accepted. */
  expires_at?: string;
  /** The request that it was made for, by its tag, where the asking side can see the tag. */
  request_id?: string;
};

/** Where EC2 is asked. */
export type Place = Pick<Side, 'owner_id' | 'region'>;

/** As which side of a connection a call is made. */
export type SideRole = 'requester' | 'accepter';

/**
 * EC2's VPC peering connections, each asked about in the account and Region of the side given.
 *
 * All throw ConnectionRefusedError for what no retry mends, ConnectionStateError where the connection's
 * status forbids the call, RoleNotAssumableError where the account does not let us in; anything else is
 * passing and worth a retry.
 */
export interface Connections {
  create(request: PeeringRequest): Promise<Connection>;
  describe(as: SideRole, side: Side, id: ConnectionId): Promise<Connection | undefined>;
  /** Those of the connections that EC2 shows to an account in a Region; what it hides is left out. */
  describeMany(as: SideRole, place: Place, ids: readonly ConnectionId[]): Promise<Connection[]>;
  /** Connections between the two VPCs, in either direction, as the requester's side sees them. */
  between(requester: Side, accepter: Side): Promise<Connection[]>;
  accept(accepter: Side, id: ConnectionId): Promise<void>;
  reject(accepter: Side, id: ConnectionId): Promise<void>;
  delete(requester: Side, id: ConnectionId): Promise<void>;
}

/** What EC2 tells of a VPC. */
export type Vpc = {
  /** IPv4 and IPv6, primary and secondary. */
  cidr_blocks: readonly string[];
  dns_support: boolean;
  dns_hostnames: boolean;
};

/** VPCs, as their own account sees them. All throw RoleNotAssumableError where it does not let us in. */
export interface Vpcs {
  describe(as: SideRole, side: Side): Promise<Vpc | undefined>;
  /** Connections of the VPC that count against its quota of active ones. */
  activeConnections(as: SideRole, side: Side): Promise<number>;
  /** Connections that the account asked for in the Region and that still wait. */
  pendingConnections(requester: Side): Promise<number>;
}

/** The executions of the state machine. */
export interface Executions {
  /** Starts the execution that follows a request; `false` when one of that name exists already. */
  start(id: RequestId, executionName: string): Promise<boolean>;
  /** `false` also for one that never was. */
  isRunning(executionName: string): Promise<boolean>;
  /** The names of all that run. */
  running(): Promise<ReadonlySet<string>>;
}

/** Answers to the tasks that wait. A token that nobody waits on any more is no error: `false`. */
export interface TaskTokens {
  tellDecision(token: string, id: RequestId, decision: DecisionKind): Promise<boolean>;
  /** Nothing is left to decide. */
  tellEnd(token: string, status: RequestStatus): Promise<boolean>;
}

/** Tells whoever listens. */
export interface EventBus {
  statusChanged(change: StatusChange): Promise<void>;
}

/** Copies of audit events, where nobody changes or deletes one. */
export interface Archive {
  /** Keeps a copy of the event, unless it has one already. */
  keep(event: AuditEvent): Promise<void>;
}

export type Mail = {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Mails about one request stand together in a mailbox, and what comes back of one is told by its kind. */
  about?: { request_id: RequestId; kind: string };
};

export interface Mailer {
  /** Throws MailRefusedError for what no retry mends; anything else is passing and worth a retry. */
  send(mail: Mail): Promise<void>;
}
