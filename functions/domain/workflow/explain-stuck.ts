import type { PeeringRequest } from '../request/peering-request.ts';
import { isOpen } from '../request/status.ts';
import { isBeingTornDown, isConcluded } from './conclude.ts';
import { executionNumber } from './resume.ts';

const MINUTE_MS = 60_000;

/** EC2 takes seconds for each of these, and the sweep looks every quarter of an hour. */
const TOO_LONG_MS = 30 * MINUTE_MS;

/** From which execution on something is wrong: one may be lost to a passing fault. */
const TOO_MANY_EXECUTIONS = 3;

/** In plain words, why an open request does not go on as it should; `undefined` where it does. */
export const explainStuck = (request: PeeringRequest, now: Date): string | undefined => {
  const since = (time: string | undefined) =>
    time !== undefined && now.getTime() - Date.parse(time) >= TOO_LONG_MS;
  const { status, decision, expires_at, created_at, updated_at } = request;
  if (status === 'submitted' && since(created_at)) return 'EC2 has not opened its window yet';
  if (status === 'pending-acceptance' && since(expires_at))
    return 'its window is over, and no end is on record';
  if (status === 'pending-acceptance' && decision && since(decision.at)) {
    return `the decision to ${decision.kind} is not carried out yet`;
  }
  if (status === 'provisioning' && since(updated_at)) return 'EC2 has not made the connection active yet';
  if (isBeingTornDown(request) && since(request.teardown?.at)) return 'the connection is not deleted yet';
  if (!isOpen(status) && !isConcluded(request) && since(updated_at)) {
    return `not everybody has been told that it is ${status}`;
  }
  const executions = executionNumber(request);
  return executions >= TOO_MANY_EXECUTIONS ? `its workflow had to be started ${executions} times` : undefined;
};
