import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import type { MiddlewareObj } from '@middy/core';
import { RequestError } from '../domain/request/errors.ts';
import { logger } from './logger.ts';

/** Adds Lambda's context to every line. Events are never logged: they carry link tokens. */
export const lambdaContext = () => injectLambdaContext(logger, { clearState: true, logEvent: false });

/**
 * Logs how an invocation went, one line each.
 *
 * @param describe what may be told of the event
 */
export const invocationLog = <Event>(
  describe: (event: Event) => Record<string, unknown>,
): MiddlewareObj<Event> => ({
  before: ({ event }) => {
    logger.appendKeys(describe(event));
  },
  after: () => {
    logger.info('done');
  },
  onError: ({ error }) => {
    if (error instanceof RequestError) logger.info('refused', { code: error.code });
    else if (error) logger.error('failed', error);
  },
});
