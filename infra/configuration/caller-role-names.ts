import type { Configuration } from './schema.ts';

/** functions/domain/request/member-session.ts identifies a member account by this role name. */
const CALLER_ROLE_PREFIX = 'PeerwayCaller-';

/** The accounts that share a caller role: the role's name ends in the last two digits of their IDs. */
export const accountsByCallerRole = (
  memberAccounts: Configuration['memberAccounts'],
): Map<string, string[]> => {
  const roles = new Map<string, string[]>();
  for (const { accountId } of memberAccounts) {
    const name = `${CALLER_ROLE_PREFIX}${accountId.slice(-2)}`;
    roles.set(name, [...(roles.get(name) ?? []), accountId]);
  }
  return roles;
};
