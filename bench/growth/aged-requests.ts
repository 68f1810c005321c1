import { SHARDS } from '../../functions/adapters/table.ts';
import { newRequest } from '../../functions/domain/request/change.ts';
import type { PeeringRequest, RequestId, Side } from '../../functions/domain/request/peering-request.ts';
import { hasEnded, type RequestStatus } from '../../functions/domain/request/status.ts';

/** How many of the newest requests are open, in every table. The others have ended. */
export const OPEN_COUNT = 250;

/** How the older requests ended, in turns: three of ten connections are active. */
const ENDED: readonly RequestStatus[] = [
  ...(['active', 'deleted', 'expired', 'deleted', 'rejected'] as const),
  ...(['active', 'deleted', 'cancelled', 'active', 'failed'] as const),
];

const ACCOUNTS = 100;
const DAY_MS = 86_400_000;

/** One request every five minutes, so that all open ones are from the last days. */
const INTERVAL_MS = 5 * 60_000;

const NOW = Date.parse('2026-03-02T09:00:00.000Z');

/** There are so many VPCs that no two open requests are between the same VPCs. */
const side = (n: number, offset: number): Side => ({
  vpc_id: `vpc-${(n + offset * 5_000_000).toString(16).padStart(17, '0')}`,
  owner_id: String(100_000_000_000 + ((n * 7 + offset) % ACCOUNTS)),
  region: n % 2 === 0 ? 'us-east-1' : 'eu-west-1',
});

/** IDs that sort by age, like real ones. The last character selects the shard. */
const idOf = (n: number): RequestId => `pr-0${String(10_000_000 - n).padStart(24, '0')}${n % SHARDS}`;

/** Returns the nth newest request. It is the same in every table, and all requests have the same size. */
export const agedRequest = (n: number): PeeringRequest => {
  const created = NOW - n * INTERVAL_MS;
  const at = (ms: number): string => new Date(created + ms).toISOString();
  const status: RequestStatus =
    n < OPEN_COUNT ? 'pending-acceptance' : (ENDED[n % ENDED.length] ?? 'expired');
  const submitted_by = 'arn:aws:sts::100000000000:assumed-role/Developer/rosa@payments.example';
  const { request } = newRequest(
    {
      id: idOf(n),
      requester: side(n, 0),
      accepter: side(n, 1),
      justification: 'Payments reads the risk scores.',
      contact_email: 'rosa@payments.example',
      submitted_by,
      preflight: [],
      required_approvals: 1,
    },
    { type: 'request-submitted', actor: { kind: 'caller', id: submitted_by } },
    new Date(created),
  );
  return {
    ...request,
    status,
    version: 8,
    vpc_peering_connection_id: `pcx-${n.toString(16).padStart(17, '0')}`,
    opened_at: at(3000),
    expires_at: at(7 * DAY_MS),
    sent_mails: ['approval:anna@analytics.example', 'waiting:rosa@payments.example'],
    ...((hasEnded(status) || status === 'active') && { concluded_as: status }),
  };
};
