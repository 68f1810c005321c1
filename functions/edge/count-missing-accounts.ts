import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { MissingAccounts } from '../domain/directory/ports.ts';
import type { Side } from '../domain/request/peering-request.ts';
import type { Preflight } from '../domain/submission/preflight/preflight.ts';
import { logger } from './logger.ts';
import { metrics } from './metrics.ts';

/**
 * A preflight that counts the accounts that it is for and that the directory doesn't have. One that can't be counted is
 * logged, and counted in the metric `MissingAccountsNotCounted`: the preflight's answer is the same.
 */
export const countMissingAccounts =
  <Rest extends unknown[]>(
    preflight: (requester: Side, accepter: Side, ...rest: Rest) => Promise<Preflight>,
    missingAccounts: () => Pick<MissingAccounts, 'count'>,
  ) =>
  async (requester: Side, accepter: Side, ...rest: Rest): Promise<Preflight> => {
    const found = await preflight(requester, accepter, ...rest);
    if (!found.is_accepter_missing) return found;
    try {
      await missingAccounts().count(accepter.owner_id, requester.owner_id);
    } catch (error) {
      logger.error('Missing account not counted', error as Error);
      metrics.addMetric('MissingAccountsNotCounted', MetricUnit.Count, 1);
      metrics.publishStoredMetrics();
    }
    return found;
  };
