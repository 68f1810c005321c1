import type { OverlappingBlocks } from './cidr.ts';
import type { RequestStatus } from './status.ts';

export type RequestId = `pr-${string}`;
export type VpcId = `vpc-${string}`;
export type ConnectionId = `pcx-${string}`;

/** A VPC, and the account and Region in which EC2 must be asked about it. */
export type Side = { vpc_id: VpcId; owner_id: string; region: string };

/**
 * Who did something: an API caller (IAM ARN), an approver or the requester through their link (mail address),
 * the workflow itself (Task state), a rule of the directory, or somebody in the account named, outside Peerway.
 */
export type Actor = {
  kind: 'caller' | 'approver' | 'requester' | 'rule' | 'workflow' | 'outside';
  id: string;
};

export type DecisionKind = 'accept' | 'reject' | 'cancel';

export type Decision = {
  kind: DecisionKind;
  by: Actor;
  /** UTC, ISO 8601. */
  at: string;
  comment?: string;
};

/** IPv4 and IPv6, primary and secondary. */
export type CidrBlocks = { requester?: readonly string[]; accepter?: readonly string[] };

/** Why EC2, or Create, ended a request. `code` is EC2's where EC2 gave one. */
export type Failure = { code: string; message: string };

/** What one check found; `unknown` where we may not look. */
export type Check = {
  check: string;
  result: 'pass' | 'warn' | 'fail' | 'unknown';
  message: string;
  remedy?: string;
};

/** What Peerway found when it looked why a request failed, and what its requester can do. */
export type Explanation = {
  cause: string;
  overlaps: readonly OverlappingBlocks[];
  next: readonly string[];
};

/** The record of one request. Times are UTC in ISO 8601; `version` counts its audit events. */
export type PeeringRequest = {
  id: RequestId;
  status: RequestStatus;
  version: number;
  requester: Side;
  accepter: Side;
  justification: string;
  /** Whom to tell the outcome. */
  contact_email?: string;
  /** The IAM ARN that submitted. */
  submitted_by: string;
  /** The ended request whose content this one repeats. */
  resubmitted_from?: RequestId;
  created_at: string;
  updated_at: string;
  vpc_peering_connection_id?: ConnectionId;
  /** When the connection was first known to us: EC2 may answer NotFound for a moment after. */
  connection_seen_at?: string;
  /** When the acceptance window opened, as far as we saw. */
  opened_at?: string;
  /** The window's end: EC2's ExpirationTime. */
  expires_at?: string;
  /** What the preflight found when the request was submitted. */
  preflight: readonly Check[];
  /** The blocks of both VPCs when the request was submitted; a side that could not be seen is left out. */
  cidr_blocks?: CidrBlocks;
  /** How many different approvers must accept, as the directory said when the request was submitted. */
  required_approvals: number;
  /** Who accepted so far. */
  approvals: readonly Decision[];
  decision?: Decision;
  /** Who asked for the active connection to be deleted. */
  teardown?: Decision;
  failure?: Failure;
  explanation?: Explanation;
  /** The status of which everybody has been told. */
  concluded_as?: RequestStatus;
  /** When EC2 was first asked to create the connection: its answer may be lost. */
  create_asked_at?: string;
  /** Mails that went out, as `kind:address`. */
  sent_mails: readonly string[];
  /** What else the trail tells of mails, so that it tells it once: those left out, failed or bounced. */
  mail_notes?: readonly string[];
  /** The hash of the last audit event. */
  audit_head: string;
  /** The Step Functions task that waits for a decision. Not part of the audited record. */
  task_token?: string;
  /** The execution that follows the request; the first bears the request's id. Not part of the audited record. */
  execution_name?: string;
};

/** Whether the account owns one of the two VPCs. */
export const hasSide = ({ requester, accepter }: PeeringRequest, accountId: string): boolean =>
  requester.owner_id === accountId || accepter.owner_id === accountId;
