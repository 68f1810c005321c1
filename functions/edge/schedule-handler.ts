import { MetricUnit } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import { invocationLog, lambdaContext } from './invocation-log.ts';
import { logger } from './logger.ts';
import { metrics } from './metrics.ts';

/**
 * A Lambda function that a schedule invokes. Each number that it reports is logged and published as a metric in the
 * namespace Peerway: `looked_at` of Sweep becomes `SweepLookedAt`.
 */
export const scheduleHandler = <Report extends Record<string, number>>(
  name: string,
  run: () => Promise<Report>,
) =>
  middy<unknown, Report>()
    .use(lambdaContext())
    .use(invocationLog<unknown>(() => ({ schedule: name })))
    .handler(async () => {
      const report = await run();
      logger.appendKeys({ report });
      for (const [figure, value] of Object.entries(report)) {
        metrics.addMetric(`${name}${pascalCase(figure)}`, MetricUnit.Count, value);
      }
      metrics.publishStoredMetrics();
      return report;
    });

const pascalCase = (name: string): string =>
  name.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
