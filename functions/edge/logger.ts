import { Logger } from '@aws-lambda-powertools/logger';

/** One logger per function instance. Its level is POWERTOOLS_LOG_LEVEL. */
export const logger = new Logger({ serviceName: 'peerway' });
