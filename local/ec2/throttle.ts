import type { Limit, TakeToken } from '../token-buckets.ts';
import type { Caller } from './caller.ts';
import { AwsError } from './errors.ts';
import type { Parameters } from './query-protocol.ts';

/**
 * AWS names the numbers, but not whether IDs count as a filter: here they don't, which allows fewer calls.
 * @see https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html
 */
const LIMITS = {
  filtered: { size: 100, perSecond: 20 },
  unfiltered: { size: 50, perSecond: 10 },
  mutating: { size: 50, perSecond: 5 },
} as const satisfies Record<string, Limit>;

/**
 * Each action has its own bucket in each account and Region.
 *
 * @throws RequestLimitExceeded
 */
export function throttle(
  take: TakeToken,
  action: string,
  { accountId, region }: Caller,
  parameters: Parameters,
): void {
  const isFiltered = parameters.has('Filter') || parameters.has('MaxResults');
  const kind = !/^(Describe|Get)/.test(action) ? 'mutating' : isFiltered ? 'filtered' : 'unfiltered';
  if (!take(`${accountId} ${region} ${action} ${kind}`, LIMITS[kind])) throw new AwsError('throttled');
}
