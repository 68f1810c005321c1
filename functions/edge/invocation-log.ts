import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import type { MiddlewareObj } from '@middy/core';
import { toPublicError } from './error-envelope.ts';
import { logger } from './logger.ts';

/** Adds Lambda's context to every log line. Events are never logged, because they contain link tokens. */
export const lambdaContext = () => injectLambdaContext(logger, { clearState: true, logEvent: false });

/**
 * Logs one line for each invocation, with its result.
 *
 * @param describe the parts of the event that may be logged
 */
export const invocationLog = <Event>(
  describe: (event: Event) => Record<string, unknown>,
): MiddlewareObj<Event> => ({
  before: ({ event }) => {
    logger.appendKeys(describe(event));
  },
  after: () => {
    logger.info('Invocation succeeded');
  },
  onError: ({ error }) => {
    if (!error) return;
    const { code, cause } = toPublicError(error);
    if (cause) logger.error('Invocation failed', error);
    // Not the error itself: a parser's error contains what it couldn't parse.
    else logger.info('Request refused', { code });
  },
});
