import type { PeeringRequest, RequestId, Side } from '../domain/request/peering-request.ts';
import type { Clock, Requests } from '../domain/request/ports.ts';
import type { Applicant } from '../domain/submission/preflight/applicant.ts';
import type { Preflight } from '../domain/submission/preflight/preflight.ts';
import type { Submission, Submitted, Submitter } from '../domain/submission/submit.ts';
import { submit } from '../domain/submission/submit.ts';
import type { Executions } from '../domain/workflow/ports.ts';
import type { Caller } from './caller.ts';
import { logger } from './logger.ts';
import { type RequestView, requestView } from './request-view.ts';

/** What both routes that create a request need. */
export type SubmitDeps = {
  requests: Requests;
  executions: Executions;
  clock: Clock;
  newId: () => RequestId;
  preflight: (requester: Side, accepter: Side, applicant: Applicant) => Promise<Preflight>;
};

type SubmittingCall = {
  caller: Caller;
  left_out?: readonly string[];
  owns_vpc?: boolean;
  source_ip: string;
  idempotency_key?: string;
};

const toSubmitter = ({
  caller,
  left_out,
  owns_vpc,
  source_ip,
  idempotency_key,
}: SubmittingCall): Submitter => ({
  arn: caller.arn,
  ...(caller.address && { address: caller.address }),
  viewer: caller,
  ...(left_out && { left_out }),
  ...(owns_vpc && { owns_vpc }),
  source_ip,
  ...(idempotency_key && { idempotency: { caller: caller.principal_arn, key: idempotency_key } }),
});

/**
 * Submits a request and starts its workflow. A replayed response has the header `idempotent-replayed`.
 *
 * @throws the RequestError for which the submission is refused
 */
export const handleSubmission = async (
  submission: Submission,
  call: SubmittingCall,
  deps: SubmitDeps,
): Promise<{ data: RequestView; headers?: Record<string, string> }> => {
  const { answer, request, replayed }: Submitted<RequestView> = await submit(submission, toSubmitter(call), {
    ...deps,
    answerOf: (recorded) => requestView(recorded, deps.clock(), undefined, call.caller),
  });
  if (request) await startWorkflow(request, deps.executions);
  return { data: answer, ...(replayed && { headers: { 'idempotent-replayed': 'true' } }) };
};

/**
 * Starts the execution that follows a request. The request is already recorded, so a failed start isn't the caller's
 * problem: it is logged, and the sweep starts the execution later.
 */
export const startWorkflow = async ({ id }: PeeringRequest, executions: Executions): Promise<void> => {
  try {
    await executions.start(id, id);
  } catch (error) {
    logger.error('Workflow not started', error as Error);
  }
};
