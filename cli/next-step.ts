import type { ErrorCode } from '../functions/domain/request/errors.ts';
import type { RefusedError } from './errors.ts';

/** What the user can do about an error of the API, if anything. */
export const nextStep = (error: RefusedError): string | undefined => NEXT_STEPS[error.code]?.(error);

const NEXT_STEPS: Readonly<Partial<Record<ErrorCode, (error: RefusedError) => string | undefined>>> = {
  FORBIDDEN: () => "Check which identity you're using: aws sts get-caller-identity",
  NOT_FOUND: ({ fields }) =>
    fields['account_id'] === undefined
      ? 'List the requests you can see: peerway list'
      : 'List the accounts in the directory: peerway accounts list',
  CONFLICT: ({ details }) => {
    const request = details.find(({ peering_request_id }) => peering_request_id)?.peering_request_id;
    const connection = details.find((detail) => detail.vpc_peering_connection_id)?.vpc_peering_connection_id;
    if (request) return `Show that request: peerway show ${request}`;
    return (
      connection &&
      `Show that connection: aws ec2 describe-vpc-peering-connections --vpc-peering-connection-ids ${connection}`
    );
  },
  IDEMPOTENCY_MISMATCH: () =>
    'To submit a new request, leave out --idempotency-key. To repeat the first one, use exactly the same options.',
  OVERLAPPING_CIDR: () => "Choose VPCs whose CIDR blocks don't overlap. To run all checks: peerway preflight",
  ALREADY_DECIDED: ({ fields }) => `Show the decision: peerway show ${fields['id']}`,
  WINDOW_CLOSED: ({ fields }) => `Submit it again: peerway resubmit ${fields['id']}`,
  LIMIT_EXCEEDED: () => 'List open requests: peerway list --status pending-acceptance',
  INTERNAL_ERROR: ({ requestId }) =>
    requestId && `If this continues, send this ID to the network team: ${requestId}`,
};
