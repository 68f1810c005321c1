import type * as z from 'zod/mini';
import { countApprovals, type Tally } from '../domain/directory/count-approvals.ts';
import type { Account } from '../domain/directory/ports.ts';
import { findHeldRule } from '../domain/directory/rules.ts';
import { flatSides } from '../domain/request/flat-sides.ts';
import type { Viewer } from '../domain/request/may-learn-of.ts';
import type {
  Check,
  Decision,
  EarlierRejection,
  Extension,
  PeeringRequest,
} from '../domain/request/peering-request.ts';
import { describeLapse } from '../domain/wording/approvals.ts';
import { shortenAwsMessage } from '../domain/wording/aws-messages.ts';
import { connectivityView, connectView, scopeView } from './connectivity-view.ts';
import { toDuration } from './contract/fields.ts';
import type { peeringRequest, peeringRequestSummary } from './contract/peering-request.ts';

export type RequestView = z.infer<typeof peeringRequest>;
export type RequestSummary = z.infer<typeof peeringRequestSummary>;

/**
 * A request as the API returns it: flat, with EC2's field names, and without the workflow's own fields. Times are in
 * UTC, in ISO 8601 format.
 *
 * @param account the accepter's: it counts while the request waits for a decision
 * @param viewer who reads it: the other side's route tables are not on it
 */
export const requestView = (
  request: PeeringRequest,
  now: Date,
  account: Account | undefined,
  viewer: Viewer,
): RequestView => ({
  id: request.id,
  status: request.status,
  created_at: request.created_at,
  updated_at: request.updated_at,
  ...flatSides(request),
  justification: request.justification,
  contact_email: request.contact_email ?? null,
  submitted_by: request.submitted_by,
  submitter_address: request.submitter_address ?? null,
  origin: request.origin ?? null,
  earlier_rejection: request.earlier_rejection ? earlierView(request.earlier_rejection) : null,
  resubmitted_from: request.resubmitted_from ?? null,
  vpc_peering_connection_id: request.vpc_peering_connection_id ?? null,
  window: request.expires_at
    ? {
        opened_at: request.opened_at ?? null,
        expires_at: request.expires_at,
        remaining_seconds:
          request.status === 'pending-acceptance' ? countSecondsUntil(request.expires_at, now) : 0,
      }
    : null,
  preflight: request.preflight.map(checkView),
  rule: ruleView(account, request),
  ...tallyView(countApprovals(account, request)),
  decision: request.decision ? decisionView(request.decision) : null,
  teardown: request.teardown ? decisionView(request.teardown) : null,
  removal: request.status === 'active' && request.removal ? { ...request.removal } : null,
  failure: request.failure
    ? { code: request.failure.code, message: shortenAwsMessage(request.failure.message) }
    : null,
  connect: request.connect ? connectView(request.connect) : null,
  // What was last found of a connection that is gone tells nothing.
  connectivity:
    request.status === 'active' && request.connectivity
      ? connectivityView({ ...request, connectivity: request.connectivity }, viewer)
      : null,
  active_for: request.active_for ? toDuration(request.active_for) : null,
  ends_at: request.ends_at ?? null,
  extension: request.extension ? extensionView(request.extension) : null,
});

/** A request as lists return it. */
export const summaryView = ({ preflight: _, connectivity, ...summary }: RequestView): RequestSummary => ({
  ...summary,
  connectivity: connectivity && {
    ...connectivity,
    requester: withoutProblems(connectivity.requester),
    accepter: withoutProblems(connectivity.accepter),
  },
});

const withoutProblems = <Side extends object>(side: Side) => ({
  ...side,
  problems: null,
  more_problems: null,
});

const ruleView = (account: Account | undefined, request: PeeringRequest): RequestView['rule'] => {
  const held = findHeldRule(account, request);
  return held ? { name: held.name, then: held.then, because: held.because } : null;
};

const decisionView = <Each extends Decision>({ connect, active_for, ...decision }: Each) => ({
  ...decision,
  ...(active_for && { active_for: toDuration(active_for) }),
  ...(connect && { connect: scopeView(connect) }),
});

const earlierView = ({ request_id, by, at, comment }: EarlierRejection) => ({
  peering_request_id: request_id,
  by,
  at,
  ...(comment && { comment }),
});

const extensionView = ({ by, at, extends_by, reason, ends_at, approvals, decision }: Extension) => ({
  by,
  at,
  extends_by: toDuration(extends_by),
  reason,
  ends_at,
  approvals: approvals.map(({ counts: _, ...approval }) => decisionView(approval)),
  decision: decision ? decisionView(decision) : null,
});

const tallyView = ({ required, approvals, lapsed }: Tally) => ({
  required_approvals: required,
  approvals: approvals.map((approval) => {
    const lapse = lapsed.find(({ by }) => by === approval.by);
    return {
      ...decisionView(approval),
      counts: approval.counts !== false,
      ...(lapse && { reason: describeLapse(lapse) }),
    };
  }),
});

/** DynamoDB returns a map's keys in any order. A fixed order makes the checks easier to read. */
const checkView = ({ check, result, message, remedy }: Check): Check => ({
  check,
  result,
  message,
  ...(remedy && { remedy }),
});

const countSecondsUntil = (time: string, now: Date): number =>
  Math.max(0, Math.floor((Date.parse(time) - now.getTime()) / 1000));
