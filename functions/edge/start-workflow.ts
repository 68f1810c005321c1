import type { PeeringRequest } from '../domain/peering-request.ts';
import type { Executions } from '../domain/ports.ts';
import { logger } from './logger.ts';

/**
 * Starts the execution that follows a request. The request is on record already, so that a start that fails
 * is no failure of the caller's: it is logged, and the sweep starts what nothing follows.
 */
export const startWorkflow = async ({ id }: PeeringRequest, executions: Executions): Promise<void> => {
  try {
    await executions.start(id, id);
  } catch (error) {
    logger.error('the workflow did not start', error as Error);
  }
};
