import { type Change, newRequest } from '../../functions/domain/request/change.ts';
import type { PeeringRequest } from '../../functions/domain/request/peering-request.ts';

export const SUBMITTED_AT = new Date('2026-03-02T09:00:00.000Z');

/** A request as it is first written, with its first event. */
export const submitted = (
  content: Partial<Parameters<typeof newRequest>[0]> = {},
  now = SUBMITTED_AT,
): ReturnType<typeof newRequest> =>
  newRequest(
    {
      id: 'pr-01KJQ3Z9V8A1B2C3D4E5F6G7H8',
      requester: { vpc_id: 'vpc-01111111111111a01', owner_id: '111111111111', region: 'us-east-1' },
      accepter: { vpc_id: 'vpc-02222222222222a01', owner_id: '222222222222', region: 'eu-west-1' },
      justification: 'Payments reads the risk scores.',
      submitted_by: 'arn:aws:sts::111111111111:assumed-role/Developer/rosa@payments.example',
      preflight: [],
      required_approvals: 1,
      ...content,
    },
    {
      type: 'request-submitted',
      actor: { kind: 'caller', id: 'arn:aws:sts::111111111111:assumed-role/Developer/rosa@payments.example' },
      reason: 'Payments reads the risk scores.',
    },
    now,
  );

/** A record as some later step may find it; its trail is left out. */
export const aRequest = (found: Partial<PeeringRequest> = {}): PeeringRequest => ({
  ...submitted().request,
  ...found,
});

/** A change that says something and leaves the record as it is. */
export const note = (reason: string): Change => ({
  entry: { type: 'mail-sent', actor: { kind: 'workflow', id: 'AskApprovers' }, reason },
});
