import type { ErrorCode } from '../functions/domain/request/errors.ts';
import type { RefusedError } from './errors.ts';

/** What to do about each of the API's errors, where something can be done here. */
export const nextStep = (error: RefusedError): string | undefined => NEXT_STEPS[error.code]?.(error);

const NEXT_STEPS: Readonly<Partial<Record<ErrorCode, (error: RefusedError) => string | undefined>>> = {
  FORBIDDEN: () => 'See who you are signed in as: aws sts get-caller-identity',
  NOT_FOUND: ({ fields }) =>
    fields['account_id'] === undefined
      ? 'Requests that your account is a side of: peerway list'
      : 'The accounts that are there: peerway accounts list',
  CONFLICT: ({ details }) => {
    const request = details.find(({ peering_request_id }) => peering_request_id)?.peering_request_id;
    const connection = details.find((detail) => detail.vpc_peering_connection_id)?.vpc_peering_connection_id;
    if (request) return `peerway show ${request}`;
    return (
      connection && `aws ec2 describe-vpc-peering-connections --vpc-peering-connection-ids ${connection}`
    );
  },
  IDEMPOTENCY_MISMATCH: () =>
    'Leave --idempotency-key out for a new request, or repeat the first one exactly.',
  OVERLAPPING_CIDR: () => 'Peer VPCs whose blocks do not overlap. All checks: peerway preflight',
  ALREADY_DECIDED: ({ fields }) => `peerway show ${fields['id']}`,
  WINDOW_CLOSED: ({ fields }) => `peerway resubmit ${fields['id']}`,
  LIMIT_EXCEEDED: () => 'What is open now: peerway list --status pending-acceptance',
  INTERNAL_ERROR: ({ requestId }) =>
    requestId && `If it goes on, tell the network team this id: ${requestId}`,
};
