import type { AuditEvent } from './audit.ts';
import type { Change } from './change.ts';
import type { ConnectionId, DecisionKind, PeeringRequest, RequestId, Side } from './peering-request.ts';
import type { RequestStatus } from './status.ts';

/** What the domain needs of the world. The adapters keep these promises on AWS. */

export type Clock = () => Date;

/** The records of requests and their audit trails. */
export interface Requests {
  /**
   * Writes the first record, its first event and the pair's lock in one transaction. When the pair is taken
   * nothing is written and the answer names the request that holds it.
   */
  create(request: PeeringRequest, event: AuditEvent): Promise<{ taken_by: RequestId } | undefined>;
  /** A strongly consistent read. */
  get(id: RequestId): Promise<PeeringRequest | undefined>;
  /**
   * Writes a change and its audit event in one transaction, under the version of `request`.
   * `null` says that somebody else wrote first and nothing of this was written.
   */
  commit(request: PeeringRequest, change: Change): Promise<PeeringRequest | null>;
  /**
   * Keeps the token of the task that waits, unless the record has changed since it was read: then `false`,
   * and nothing was written.
   */
  holdTaskToken(request: PeeringRequest, token: string): Promise<boolean>;
  /** Notes which execution follows the request from now on; `false` when another was noted meanwhile. */
  noteExecution(request: PeeringRequest, executionName: string): Promise<boolean>;
  /** The whole trail, in order. */
  events(id: RequestId): Promise<AuditEvent[]>;
  /** The requests in a status, read page by page as they are asked for. */
  withStatus(status: RequestStatus): AsyncIterable<PeeringRequest>;
}

export type Account = {
  account_id: string;
  name: string;
  /** Mail addresses of those who may decide on requests to this account. */
  approvers: readonly string[];
  /** Whether the spoke stack's roles exist there. */
  onboarded: boolean;
};

/** Who approves for which account. */
export interface Directory {
  account(accountId: string): Promise<Account | undefined>;
}

/** What a secret URL allows, and to whom. */
export type Link = {
  request_id: RequestId;
  purpose: 'decide';
  /** The mail address of the person that it was made for. */
  person: string;
  /** UTC, ISO 8601: not valid from then on. */
  expires_at: string;
  /** Known to the table alone: what its forms' tokens are made of. */
  form_key: string;
};

/** Links are found by their token, of which only a hash is kept. */
export interface Links {
  /** Makes a link and returns its token: 256 random bits in base64url, told this once. */
  mint(link: Omit<Link, 'form_key'>): Promise<string>;
  find(token: string): Promise<Link | undefined>;
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
  /** Connections between the two VPCs, in either direction, as the requester's side sees them. */
  between(requester: Side, accepter: Side): Promise<Connection[]>;
  accept(accepter: Side, id: ConnectionId): Promise<void>;
  reject(accepter: Side, id: ConnectionId): Promise<void>;
  delete(requester: Side, id: ConnectionId): Promise<void>;
}

/** The executions of the state machine. */
export interface Executions {
  /** Starts the execution that follows a request; `false` when one of that name exists already. */
  start(id: RequestId, executionName: string): Promise<boolean>;
  /** `false` also for one that never was. */
  isRunning(executionName: string): Promise<boolean>;
}

/** Answers to the tasks that wait. A token that nobody waits on any more is no error: `false`. */
export interface TaskTokens {
  tellDecision(token: string, id: RequestId, decision: DecisionKind): Promise<boolean>;
  /** Nothing is left to decide. */
  tellEnd(token: string, status: RequestStatus): Promise<boolean>;
}

export type Mail = { to: string; subject: string; text: string; html: string };

export interface Mailer {
  send(mail: Mail): Promise<void>;
}
