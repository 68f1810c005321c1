import type { SideRole } from '../../request/connect.ts';
import { LimitExceededError } from '../../request/errors.ts';
import type { Side } from '../../request/peering-request.ts';
import type { Limits } from '../spend-budget.ts';
import type { Facts, Known } from './facts.ts';
import { type Finding, fail, pass, unknown } from './finding.ts';

/** EC2's quotas in these accounts. */
export type Quotas = { pending_per_account: number; active_per_vpc: number };

export const checkPendingQuota = (
  { pending, open }: Pick<Facts, 'pending' | 'open'>,
  { pending_per_account: quota }: Quotas,
  { open_requests }: Limits,
): Finding => {
  const check = 'pending-quota';
  if (open >= open_requests) {
    const message = `The requester account has reached Peerway’s limit of ${open_requests} open requests.`;
    return fail(
      check,
      message,
      'Wait until some requests are decided, withdraw some, or ask the network team to raise the limit.',
      new LimitExceededError(message),
    );
  }
  if (!pending.known)
    return unknown(
      check,
      'Peerway can’t see whether the requester account’s quota of pending peering requests is full.',
    );
  if (pending.value < quota)
    return pass(check, 'The requester account’s quota of pending peering requests isn’t full.');
  const message = `The requester account has reached EC2’s quota of ${quota} pending peering requests.`;
  return fail(
    check,
    message,
    'Wait until some requests are decided, withdraw some, or raise the quota.',
    new LimitExceededError(message),
  );
};

export const checkActiveQuota = (
  role: SideRole,
  { vpc_id }: Side,
  active: Known<number>,
  { active_per_vpc: quota }: Quotas,
): Finding => {
  const check = `${role}-active-quota`;
  if (!active.known)
    return unknown(
      check,
      `Peerway can’t see whether ${vpc_id}’s quota of active peering connections is full.`,
    );
  if (active.value < quota) return pass(check, `${vpc_id}’s quota of active peering connections isn’t full.`);
  const message = `${vpc_id} has reached EC2’s quota of ${quota} active peering connections.`;
  return fail(
    check,
    message,
    'Delete some connections, or raise the quota.',
    new LimitExceededError(message),
  );
};
