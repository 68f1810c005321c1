import { Logger } from '@aws-lambda-powertools/logger';

/** The logger of a function instance. POWERTOOLS_LOG_LEVEL sets its level. */
export const logger = new Logger({ serviceName: 'peerway' });
