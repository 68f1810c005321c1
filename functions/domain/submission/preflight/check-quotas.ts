import type { SideRole } from '../../connection/ports.ts';
import { LimitExceededError } from '../../request/errors.ts';
import type { Side } from '../../request/peering-request.ts';
import type { Known } from './facts.ts';
import { type Finding, fail, pass, unknown } from './finding.ts';

/** EC2's quotas as they stand in these accounts. */
export type Quotas = { pending_per_account: number; active_per_vpc: number };

export const pendingQuota = (pending: Known<number>, { pending_per_account: quota }: Quotas): Finding => {
  const check = 'pending-quota';
  if (!pending.known)
    return unknown(check, 'How many requests of the account are pending cannot be seen from here.');
  if (pending.value < quota) return pass(check, `${pending.value} of ${quota} pending requests are in use.`);
  const message = `The requester account has ${pending.value} pending requests, and EC2 allows ${quota}.`;
  return fail(
    check,
    message,
    'Wait until some are decided, cancel some, or raise the quota.',
    new LimitExceededError(message),
  );
};

export const activeQuota = (
  role: SideRole,
  { vpc_id }: Side,
  active: Known<number>,
  { active_per_vpc: quota }: Quotas,
): Finding => {
  const check = `${role}-active-quota`;
  if (!active.known)
    return unknown(check, `How many active connections ${vpc_id} has cannot be seen from here.`);
  if (active.value < quota)
    return pass(check, `${active.value} of ${quota} active connections of ${vpc_id} are in use.`);
  const message = `${vpc_id} has ${active.value} active connections, and EC2 allows ${quota}.`;
  return fail(check, message, 'Delete some, or raise the quota.', new LimitExceededError(message));
};
