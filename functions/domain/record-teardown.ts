import { commitLatest } from './commit-latest.ts';
import { AlreadyDecidedError, WindowClosedError } from './errors.ts';
import type { Decision, PeeringRequest } from './peering-request.ts';
import type { Executions, Requests } from './ports.ts';
import { resume } from './resume.ts';

/**
 * Records that an active connection is to be deleted, then has the workflow do it.
 *
 * @throws AlreadyDecidedError, WindowClosedError
 */
export const recordTeardown = async (
  request: PeeringRequest,
  teardown: Decision,
  source_ip: string,
  deps: { requests: Requests; executions: Executions },
): Promise<PeeringRequest> => {
  const recorded = await commitLatest(deps.requests, request, (latest) => {
    if (latest.teardown) {
      throw new AlreadyDecidedError(latest.teardown.by.id, 'tear down', latest.teardown.at);
    }
    if (latest.status !== 'active') throw new WindowClosedError(latest.status);
    return {
      set: { teardown },
      entry: {
        type: 'teardown-recorded',
        actor: teardown.by,
        source_ip,
        ...(teardown.comment && { reason: teardown.comment }),
      },
    };
  });
  await resume(recorded, deps);
  return recorded;
};
