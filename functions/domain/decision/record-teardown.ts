import { commitLatest } from '../request/commit-latest.ts';
import { AlreadyDecidedError, WindowClosedError } from '../request/errors.ts';
import type { Decision, PeeringRequest } from '../request/peering-request.ts';
import type { Requests } from '../request/ports.ts';
import type { Executions } from '../workflow/ports.ts';
import { resume } from '../workflow/resume.ts';

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
      throw new AlreadyDecidedError(latest.teardown.by.id, 'delete', latest.teardown.at);
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
