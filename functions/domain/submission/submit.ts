import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { newRequest } from '../request/change.ts';
import type { Connect } from '../request/connect.ts';
import { IdempotencyMismatchError, RequestError } from '../request/errors.ts';
import type { Viewer } from '../request/may-learn-of.ts';
import type { Actor, PeeringRequest, RequestId, Side } from '../request/peering-request.ts';
import type { Clock, Requests } from '../request/ports.ts';
import { takePair } from '../request/take-pair.ts';
import type { Applicant } from './preflight/applicant.ts';
import { openRequestConflict } from './preflight/check-pair-is-free.ts';
import type { Preflight } from './preflight/preflight.ts';

export type Submission = {
  requester: Side;
  accepter: Side;
  justification: string;
  contact_email?: string;
  /** What is asked for besides the connection. */
  connect?: Connect;
  /** How long the connection is to live once it is active, in seconds. */
  active_for?: number;
  resubmitted_from?: RequestId;
};

/** Who submits, what they may learn of, and their idempotency key. `actor`, by default the caller's ARN, goes on the audit trail. */
export type Submitter = {
  arn: string;
  /** Their mail address, if it is verified. */
  address?: string;
  viewer: Viewer;
  /** The fields of the submission that were left out, for the preflight's messages. */
  left_out?: readonly string[];
  owns_vpc?: boolean;
  actor?: Actor;
  source_ip: string;
  idempotency?: { caller: string; key: string };
};

export type Submitted<Answer> = { answer: Answer; request?: PeeringRequest; replayed: boolean };

type Deps<Answer> = {
  requests: Requests;
  preflight: (requester: Side, accepter: Side, applicant: Applicant) => Promise<Preflight>;
  clock: Clock;
  newId: () => RequestId;
  /** The response to a new request, which is stored and returned for every repeat. */
  answerOf: (request: PeeringRequest) => Answer;
};

/**
 * Runs the preflight and records the request if no check fails; only once for each idempotency key.
 *
 * @throws the preflight's first error, ConflictError, IdempotencyMismatchError
 */
export const submit = async <Answer>(
  submission: Submission,
  submitter: Submitter,
  deps: Deps<Answer>,
): Promise<Submitted<Answer>> => {
  const content_hash = hashContent(submission);
  const repeated = await replay<Answer>(submitter, content_hash, deps.requests);
  return repeated ?? submitNew(submission, submitter, deps);
};

/** The same, of what has probably not been submitted yet: whether it was is found out when it fails. */
export const submitNew = async <Answer>(
  submission: Submission,
  submitter: Submitter,
  deps: Deps<Answer>,
): Promise<Submitted<Answer>> => {
  const content_hash = hashContent(submission);
  try {
    return await create(submission, submitter, content_hash, deps);
  } catch (error) {
    // The same call may have been sent twice at once: then the other one's request is the conflict.
    const concurrent =
      error instanceof RequestError && (await replay<Answer>(submitter, content_hash, deps.requests));
    if (concurrent) return concurrent;
    throw error;
  }
};

const create = async <Answer>(
  submission: Submission,
  { arn, address, actor = { kind: 'caller', id: arn }, source_ip, idempotency, ...submitter }: Submitter,
  content_hash: string,
  deps: Deps<Answer>,
): Promise<Submitted<Answer>> => {
  const submittedBy = { submitted_by: arn, ...(address && { submitter_address: address }) };
  const { checks, errors, cidr_blocks, vpc_names, vpc_tags, required_approvals, contact_email } =
    await deps.preflight(submission.requester, submission.accepter, {
      ...submission,
      ...submittedBy,
      is_contact: actor.kind === 'requester',
      ...submitter,
    });
  if (errors[0]) throw errors[0];
  const { request, event } = newRequest(
    {
      ...submission,
      ...(contact_email && { contact_email }),
      id: deps.newId(),
      ...submittedBy,
      preflight: checks,
      ...(cidr_blocks && { cidr_blocks }),
      ...(vpc_names && { vpc_names }),
      ...(vpc_tags && { vpc_tags }),
      required_approvals,
    },
    {
      type: 'request-submitted',
      actor,
      reason: submission.justification,
      source_ip,
    },
    deps.clock(),
  );
  const answer = deps.answerOf(request);
  const { created, holder } = await takePair(
    (endedHolder) =>
      deps.requests.create(
        request,
        event,
        idempotency && { ...idempotency, content_hash, answer },
        endedHolder,
      ),
    deps.requests,
  );
  switch (created.outcome) {
    case 'created':
      return { answer, request, replayed: false };
    case 'pair-taken':
      throw openRequestConflict(holder, submitter.viewer);
    case 'key-taken':
      throw new IdempotencyMismatchError();
    default:
      return created satisfies never;
  }
};

const replay = async <Answer>(
  { idempotency }: Submitter,
  content_hash: string,
  requests: Requests,
): Promise<Submitted<Answer> | undefined> => {
  if (!idempotency) return undefined;
  const known = await requests.answerTo(idempotency.caller, idempotency.key);
  if (!known) return undefined;
  if (known.content_hash !== content_hash) throw new IdempotencyMismatchError();
  return { answer: known.answer as Answer, replayed: true };
};

const hashContent = (submission: Submission): string =>
  createHash('sha256')
    .update(canonicalize(submission) ?? '')
    .digest('hex');
