import type { OverlappingBlocks } from './cidr.ts';
import type {
  AccepterPlan,
  Connect,
  Connectivity,
  ConnectScope,
  OwnRoute,
  SideRole,
  StaleRules,
} from './connect.ts';
import type { RequestStatus } from './status.ts';

export type RequestId = `pr-${string}`;
export type VpcId = `vpc-${string}`;
export type ConnectionId = `pcx-${string}`;

/** A VPC, with the account and Region in which EC2 describes it. */
export type Side = { vpc_id: VpcId; owner_id: string; region: string };

/** Between which VPCs a request is. It never changes. */
export type Sides = { requester: Side; accepter: Side };

/**
 * Who did something: an API caller (IAM ARN), an approver or the requester through their link (mail address),
 * the workflow itself (Task state), a rule in the directory, or somebody in the named account outside Peerway,
 * where UNKNOWN_ACCOUNT stands for an account that EC2 doesn't name.
 */
export type Actor = {
  kind: 'caller' | 'approver' | 'requester' | 'rule' | 'workflow' | 'outside';
  id: string;
  /** Of an approver who decided for another one. */
  for?: ActedFor | undefined;
  /** For whom else, where several panels must accept and the first seat is on not all of them. */
  also_for?: ActedFor[] | undefined;
};

/** An approver for whom somebody else decided, and until when they said to be away. UTC, ISO 8601. */
export type ActedFor = { person: string; until: string };

/** All approvers for whom somebody else decided. */
export const listActedFor = ({ for: first, also_for = [] }: Pick<Actor, 'for' | 'also_for'>): ActedFor[] => [
  ...(first ? [first] : []),
  ...also_for,
];

export const UNKNOWN_ACCOUNT = 'unknown';

export type DecisionKind = 'accept' | 'reject' | 'cancel';

export type Decision = {
  kind: DecisionKind;
  by: Actor;
  /** UTC, ISO 8601. */
  at: string;
  comment?: string;
  /** Made with a signed call of the API, and not with the link that an approver was mailed. */
  signed?: true;
  /** What an acceptance also agrees to, in the accepter's account. */
  connect?: ConnectScope;
  /** Of an acceptance: how long the connection may live, in seconds, if that is shorter than what was asked for. */
  active_for?: number;
};

/** How Peerway came to know a request that nobody submitted: its connection was found pending, or taken over when active. */
export type Origin = 'picked-up' | 'adopted';

/** What somebody decided about the last request for the same connection. */
export type EarlierRejection = Pick<Decision, 'by' | 'at' | 'comment'> & { request_id: RequestId };

/** In place of an IAM ARN: all that is known of who created a connection outside Peerway is their account. */
export const outsideSubmitter = (accountId: string): string => `${OUTSIDE}${accountId}`;

/** The account of such a submitter; `undefined` for one who called the API. */
export const parseOutsideSubmitter = (submittedBy: string): string | undefined =>
  submittedBy.startsWith(OUTSIDE) ? submittedBy.slice(OUTSIDE.length) : undefined;

const OUTSIDE = 'outside:';

/** More time for a connection that has an end. The accepter's approvers decide about it as they did about the request. */
export type Extension = {
  by: Actor;
  /** UTC, ISO 8601. */
  at: string;
  /** How much later the connection ends, in seconds. */
  extends_by: number;
  reason: string;
  /** The mail address of whoever asked, if it is verified. */
  asker_address?: string;
  /** The end when it was asked for: an extension never moves another one. */
  ends_at: string;
  approvals: readonly Approval[];
  decision?: Decision;
};

/** What a review decided: the connection is removed at a time, until which the review can be changed. */
export type Removal = {
  by: Actor;
  /** UTC, ISO 8601. */
  at: string;
  comment?: string;
  /** UTC, ISO 8601. */
  due_at: string;
};

/** What somebody said about the connection in a review. */
export type ReviewAnswer = {
  answer: 'keep' | 'remove';
  by: Actor;
  /** UTC, ISO 8601. */
  at: string;
  comment?: string;
};

/** The last review in which somebody said something about the connection. */
export type Review = {
  /** UTC, ISO 8601. */
  started_at: string;
  /** Everybody's last answer. Of these, the one that was given last holds, at the end. */
  answers: readonly ReviewAnswer[];
};

/** What the people of one side agreed to have done in their account. */
export type Consent = ConnectScope & {
  by: Actor;
  /** UTC, ISO 8601. */
  at: string;
  /** When Peerway had done what it could for it. Until then, work is left. */
  applied_at?: string;
};

/** An acceptance by one approver. `counts` is `false` if it didn't count when the last one was recorded. */
export type Approval = Decision & { counts?: false };

/** IPv4 and IPv6, primary and secondary. */
export type CidrBlocks = { requester?: readonly string[]; accepter?: readonly string[] };

/** Of each VPC that EC2 showed with its tags: those that some rule asked about, `null` where the VPC doesn't have one. */
export type VpcTags = Partial<Record<SideRole, Readonly<Record<string, string | null>>>>;

/** The Name tags of both VPCs: what their owners wrote. */
export type VpcNames = { requester?: string; accepter?: string };

/** Why a request failed. `code` is EC2's error code where EC2 returned one. */
export type Failure = { code: string; message: string };

/** A decision to delete the connection that EC2 or the account's roles didn't let Peerway carry out. */
export type Undeleted = {
  /** Who decided, or why Peerway did by itself. */
  by: Actor;
  /** Whose answer in a review that was, or which rule's. */
  answered_by?: Actor;
  /** When that was decided. UTC, ISO 8601. */
  decided_at: string;
  /** When it was first refused for this cause. UTC, ISO 8601. */
  at: string;
  /** EC2's error code, or that of a missing role. */
  code: string;
  /** Peerway doesn't try again: it didn't create the connection. */
  final?: true;
};

/** The result of one preflight check; `unknown` where Peerway has no access. */
export type Check = {
  check: string;
  result: 'pass' | 'warn' | 'fail' | 'unknown';
  message: string;
  remedy?: string;
};

/** Why a request failed, as far as Peerway can find out, and what its requester can do. */
export type Explanation = {
  cause: string;
  overlaps: readonly OverlappingBlocks[];
  next: readonly string[];
};

/** A mail that was due and didn't reach its recipient. */
export type UnsentMail = {
  kind: string;
  to: string;
  /** When it first failed. UTC, ISO 8601. */
  since: string;
  /** As people read it, without a full stop. */
  cause: string;
  /** By the mail service, and not for a fault that passes by itself. */
  refused?: true;
  /** It won't be tried again: it bounced, or was tried for too long. */
  final?: true;
};

/** The record of one request. Times are UTC in ISO 8601; `version` counts its audit events. */
export type PeeringRequest = Sides & {
  id: RequestId;
  status: RequestStatus;
  version: number;
  justification: string;
  /** Who is notified of the outcome. */
  contact_email?: string;
  /** The IAM ARN that submitted, or `outsideSubmitter`. */
  submitted_by: string;
  /**
   * The submitter's mail address, if the issuer of their token or the trust policy of their role vouches for it. The
   * name in `submitted_by` may be one that they chose.
   */
  submitter_address?: string;
  /** Absent for a request that was submitted. */
  origin?: Origin;
  /** Of a picked-up request. */
  earlier_rejection?: EarlierRejection;
  /** The ended request that this one resubmits. */
  resubmitted_from?: RequestId;
  created_at: string;
  updated_at: string;
  vpc_peering_connection_id?: ConnectionId;
  /** When Peerway first learned of the connection. EC2 may answer NotFound for a moment after that. */
  connection_seen_at?: string;
  /** When Peerway first saw the acceptance window open. */
  opened_at?: string;
  /** The window's end: EC2's ExpirationTime. */
  expires_at?: string;
  /** What the preflight found when the request was submitted. */
  preflight: readonly Check[];
  /** The CIDR blocks of both VPCs when the request was submitted; a VPC that couldn't be described is left out. */
  cidr_blocks?: CidrBlocks;
  /** The VPCs' Name tags at that time, of those that have one. */
  vpc_names?: VpcNames;
  /** The VPCs' tags at that time, as far as rules ask about them. */
  vpc_tags?: VpcTags;
  /**
   * How many different approvers must accept: the directory's number when the request was submitted, or the higher
   * one by which it was accepted. See directory/count-approvals.ts.
   */
  required_approvals: number;
  /** The approvals so far, also those that don't count. */
  approvals: readonly Approval[];
  decision?: Decision | undefined;
  /** The decision to delete the active connection. */
  teardown?: Decision | undefined;
  /** What is asked for besides the connection. */
  connect?: Connect;
  /** Absent if nothing is asked for in the accepter's account, or if Peerway can't look there. */
  accepter_plan?: AccepterPlan;
  /** What each side agreed to have done in its account: the requester's by submitting, the accepter's by accepting. */
  consents?: Partial<Record<SideRole, Consent>>;
  /** The routes that Peerway created for this connection and hasn't removed. */
  routes?: readonly OwnRoute[];
  /** When EC2 was last asked to turn on a side's DNS resolution, until its answer is on the trail. UTC, ISO 8601. */
  dns_asked_at?: Partial<Record<SideRole, string>>;
  /** Since `connect` was asked for: what was last found. */
  connectivity?: Connectivity;
  /** Of a deleted connection: the rules of security groups that still named the other VPC's groups. */
  stale_rules?: Partial<Record<SideRole, StaleRules>>;
  /** How long the connection is to live once it is active, in seconds. For ever if absent. */
  active_for?: number;
  /** When Peerway deletes the active connection. UTC, ISO 8601. */
  ends_at?: string | undefined;
  /** When that end was set: notices that would lie before are left out. UTC, ISO 8601. */
  end_set_at?: string;
  /** The notices of this end and of the extension that everybody got. See lifetime.ts. */
  notices_done?: readonly string[];
  /** The last one that was asked for. */
  extension?: Extension;
  review?: Review;
  /** When the last review began in which nobody answered, and which removed nothing. UTC, ISO 8601. */
  unanswered_review?: string;
  removal?: Removal | undefined;
  /** The last one. */
  undeleted?: Undeleted;
  failure?: Failure;
  /** The last error that kept the request from progressing, and when the first of them occurred. */
  ec2_error?: (Failure & { since: string }) | undefined;
  explanation?: Explanation;
  /** The status that everybody has been notified of. */
  concluded_as?: RequestStatus;
  /** When the connection was first requested from EC2, whose response may have been lost. */
  create_asked_at?: string;
  /** Mails that were sent, as `kind:address`. */
  sent_mails: readonly string[];
  /** Mails that failed, and those that bounced. */
  unsent_mails?: readonly UnsentMail[];
  /** Skipped, failed and bounced mails that are on the audit trail already, so that each appears there once. */
  mail_notes?: readonly string[];
  /** Decisions that came too late and are on the audit trail already, so that each appears there once. */
  refused_attempts?: readonly string[];
  /** The hash of the last audit event. */
  audit_head: string;
  /** The Step Functions task that waits for a decision. Not part of the audited record. */
  task_token?: string;
  /** The execution that follows the request; the first one has the request's id. Not part of the audited record. */
  execution_name?: string;
  /** How many more decisions came too late, which aren't on the audit trail. Not part of the audited record. */
  refused_again?: number;
};

/** Whether the request still needs a decision. */
export const isWaiting = ({ status, decision }: Pick<PeeringRequest, 'status' | 'decision'>): boolean =>
  status === 'pending-acceptance' && !decision;
