import { findNewBlocks } from '../connection/connected-blocks.ts';
import { isRefusal } from '../connection/errors.ts';
import type { Connection, Connections } from '../connection/ports.ts';
import { refreshRequest } from '../connection/refresh-request.ts';
import { describeScope, ROUTES_TO_ALL, scopeOf } from '../connectivity/scope.ts';
import { commitLatest } from '../request/commit-latest.ts';
import type { SideRole } from '../request/connect.ts';
import { AlreadyDecidedError, WindowClosedError } from '../request/errors.ts';
import type { Actor, Consent, PeeringRequest } from '../request/peering-request.ts';
import type { Clock, Requests } from '../request/ports.ts';
import type { Executions } from '../workflow/ports.ts';
import { resume } from '../workflow/resume.ts';

export type RecordConnectDeps = {
  requests: Requests;
  connections: Connections;
  executions: Executions;
  clock: Clock;
};

/**
 * Records that the people of these sides agree to have an active connection connected now, then has the workflow do it.
 * Routes lead to what the request asks for, or to all of the other VPC; its blocks are those that EC2 shows now. What is
 * done already stays, and an account's entry in the directory still says whether Peerway does anything there.
 *
 * @throws AlreadyDecidedError if the connection is to be deleted, WindowClosedError if it isn't active
 */
export const recordConnect = async (
  request: PeeringRequest,
  sides: readonly SideRole[],
  by: Actor,
  source_ip: string,
  deps: RecordConnectDeps,
): Promise<PeeringRequest> => {
  const { request: refreshed, connection } = await refreshUnlessRefused(request, deps);
  const at = deps.clock().toISOString();
  const recorded = await commitLatest(deps.requests, refreshed, (latest) => {
    const { status, teardown, connect = ROUTES_TO_ALL, consents } = latest;
    if (teardown) throw new AlreadyDecidedError(teardown.by.id, 'delete', teardown.at);
    if (status !== 'active') throw new WindowClosedError(status);
    const cidr_blocks = findNewBlocks(latest, connection) ?? latest.cidr_blocks ?? {};
    const agreed = sides.map((side) => ({ side, scope: scopeOf(connect, side, cidr_blocks) }));
    const added = agreed.map(({ side, scope }): [SideRole, Consent] => [side, { ...scope, by, at }]);
    return {
      set: { cidr_blocks, consents: { ...consents, ...Object.fromEntries(added) } },
      entry: {
        type: 'connect-recorded',
        actor: by,
        source_ip,
        reason: agreed
          .map(({ side, scope }) => `account ${latest[side].owner_id}: ${describeScope(scope)}`)
          .join('; '),
      },
    };
  });
  await resume(recorded, deps);
  return recorded;
};

/** Where neither account lets Peerway look, the blocks on the record are all that is known. */
const refreshUnlessRefused = async (
  request: PeeringRequest,
  deps: RecordConnectDeps,
): Promise<{ request: PeeringRequest; connection: Connection | undefined }> => {
  try {
    return await refreshRequest(request, 'RecordConnect', deps);
  } catch (error) {
    if (isRefusal(error)) return { request, connection: undefined };
    throw error;
  }
};
