import { newRequest } from '../../functions/domain/request/change.ts';
import type { RequestId, VpcId } from '../../functions/domain/request/peering-request.ts';
import type { RequestStatus } from '../../functions/domain/request/status.ts';

export const NOW = new Date('2026-03-02T09:00:00.000Z');

let lastId = 0;
let lastVpc = 0;

/** In the form of a ULID; the last digit counts, so that every shard has its turn. */
export const nextRequestId = (): RequestId => `pr-01KJQ3Z9V8${String(++lastId).padStart(16, '0')}`;

export const nextVpcId = (): VpcId => `vpc-${(++lastVpc).toString(16).padStart(17, '0')}`;

export type Content = Partial<Parameters<typeof newRequest>[0]>;

/** A first record and its event, between two VPCs that nobody else uses. */
export const fresh = (content: Content = {}, now = NOW): ReturnType<typeof newRequest> =>
  newRequest(
    {
      id: nextRequestId(),
      requester: { vpc_id: nextVpcId(), owner_id: '111111111111', region: 'us-east-1' },
      accepter: { vpc_id: nextVpcId(), owner_id: '222222222222', region: 'eu-west-1' },
      justification: 'Payments reads the risk scores.',
      submitted_by: 'arn:aws:iam::111111111111:user/rosa',
      preflight: [],
      required_approvals: 1,
      ...content,
    },
    {
      type: 'request-submitted',
      actor: { kind: 'caller', id: 'arn:aws:iam::111111111111:user/rosa' },
      reason: 'Payments reads the risk scores.',
    },
    now,
  );

/** A change that says something and leaves the record as it is. */
export const note = (reason: string) =>
  ({
    entry: { type: 'mail-sent', actor: { kind: 'workflow', id: 'AskApprovers' }, reason },
  }) as const;

export const to = (status: RequestStatus) => ({ ...note(`EC2 says ${status}`), status });

export const range = (length: number): number[] => Array.from({ length }, (_, index) => index);
