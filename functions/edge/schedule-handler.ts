import middy from '@middy/core';
import { invocationLog, lambdaContext } from './invocation-log.ts';
import { logger } from './logger.ts';

/** A Lambda function that a timer starts. What it reports is logged. */
export const scheduleHandler = <Report extends object>(name: string, run: () => Promise<Report>) =>
  middy<unknown, Report>()
    .use(lambdaContext())
    .use(invocationLog<unknown>(() => ({ schedule: name })))
    .handler(async () => {
      const report = await run();
      logger.appendKeys({ report });
      return report;
    });
