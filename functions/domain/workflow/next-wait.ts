import type { Directory } from '../directory/ports.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import type { Clock } from '../request/ports.ts';
import { secondsToNextCheck } from '../request/window.ts';

export type NextWaitDeps = {
  directory: Directory;
  clock: Clock;
  /** For an account that is not in the directory, which may be added back at any time. */
  defaultReminders: readonly number[];
};

/** Seconds until the request's next check, from the reminders of the accepter's account. */
export const nextWait = async (
  request: PeeringRequest,
  { directory, clock, defaultReminders }: NextWaitDeps,
): Promise<number> => {
  const account = await directory.account(request.accepter.owner_id);
  return secondsToNextCheck(request, clock(), account?.reminders ?? defaultReminders);
};
