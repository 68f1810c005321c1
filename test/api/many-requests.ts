import { createHash } from 'node:crypto';
import type { PeeringRequest, RequestId } from '../../functions/domain/request/peering-request.ts';
import { STATUSES } from '../../functions/domain/request/status.ts';
import { VPC } from '../../local/seed.ts';
import { aRequest } from '../domain/a-request.ts';
import { ANALYTICS, DAY, HOUR, PARTNER, PAYMENTS } from '../journey/journey.ts';

export const MANY = 60;

/** More than fit on a page of the tests bear the same time. */
export const OF_ONE_TIME = 12;

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** In no order that their requests have. */
export const scrambledId = (n: number): RequestId => {
  const digest = createHash('sha256').update(`request ${n}`).digest();
  return `pr-0${[...digest.subarray(0, 25)].map((byte) => ALPHABET[byte % 32]).join('')}`;
};

const SIDES = {
  payments: { vpc_id: VPC.paymentsUs, owner_id: PAYMENTS, region: 'us-east-1' },
  paymentsEu: { vpc_id: VPC.paymentsEu, owner_id: PAYMENTS, region: 'eu-west-1' },
  analytics: { vpc_id: VPC.analyticsEu, owner_id: ANALYTICS, region: 'eu-west-1' },
  partner: { vpc_id: VPC.partnerUs, owner_id: PARTNER, region: 'us-east-1' },
};

export const PAIRS = [
  [SIDES.payments, SIDES.analytics],
  [SIDES.analytics, SIDES.payments],
  [SIDES.payments, SIDES.paymentsEu],
  [SIDES.partner, SIDES.analytics],
] as const;

/**
 * Records of every status between every pair, most of them pending, in groups that share their times. Of those
 * that ended, half have been told to everybody; of those that are active, half are being torn down.
 */
export const manyRequests = (now: Date): PeeringRequest[] => {
  const at = (seconds: number): string => new Date(now.getTime() + seconds * 1000).toISOString();
  const teardown = { kind: 'cancel', by: { kind: 'caller', id: 'x' }, at: at(0) } as const;
  return Array.from({ length: MANY }, (_, n) => {
    const [requester, accepter] = PAIRS[n % PAIRS.length] ?? PAIRS[0];
    const status = (n % 3 === 0 && STATUSES[Math.floor(n / 3) % STATUSES.length]) || 'pending-acceptance';
    const group = Math.floor(n / OF_ONE_TIME);
    return aRequest({
      id: scrambledId(n),
      requester,
      accepter,
      status,
      created_at: at(-HOUR * (group + 1)),
      ...(status !== 'submitted' && { opened_at: at(-HOUR), expires_at: at(DAY * ((group % 4) + 1)) }),
      ...(n % 2 === 0 && (status === 'active' ? { teardown } : { concluded_as: status })),
    });
  });
};
