import type { Accounts } from '../directory/accounts.ts';
import { commitLatest } from '../request/commit-latest.ts';
import { SIDES, type SideRole, type StaleRules } from '../request/connect.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import type { Requests } from '../request/ports.ts';
import { isConnectWanted } from './due.ts';
import { lookAtGroups } from './peer-groups.ts';
import type { SecurityGroups } from './ports.ts';

/** A record keeps no more. Whoever asks for the connectivity gets all. */
const MOST_RULES = 10;

/**
 * Finds the rules of security groups that a deleted connection has left without effect, and records them: mails and
 * pages show them. Of a side that Peerway can't look at, there are none. Nothing for a request to which nobody asked to
 * connect.
 *
 * @param foundBy the Task state or schedule that the audit trail names as the actor
 */
export const recordStaleRules = async (
  request: PeeringRequest,
  accounts: Accounts,
  foundBy: string,
  { requests, securityGroups }: { requests: Requests; securityGroups: SecurityGroups },
): Promise<PeeringRequest> => {
  const { status, consents, stale_rules: known } = request;
  if (status !== 'deleted' || known || !(isConnectWanted(request) || consents)) return request;
  const find = async (role: SideRole): Promise<Partial<Record<SideRole, StaleRules>>> => {
    if (!accounts[`${role}Account`]?.onboarded) return {};
    // What the connection has left keeps nobody from hearing that it is gone.
    const found = await lookAtGroups(request, role, securityGroups).catch(() => undefined);
    const { stale_rules: all = [] } = found ?? {};
    const more = all.length - MOST_RULES;
    return all.length > 0
      ? { [role]: { rules: all.slice(0, MOST_RULES), ...(more > 0 && { more_rules: more }) } }
      : {};
  };
  const [requester, accepter] = await Promise.all([find('requester'), find('accepter')]);
  const stale_rules = { ...requester, ...accepter };
  const sides = SIDES.filter((role) => stale_rules[role]).map((role) => `account ${request[role].owner_id}`);
  if (sides.length === 0) return request;
  return commitLatest(requests, request, (latest) =>
    latest.stale_rules
      ? undefined
      : {
          set: { stale_rules },
          entry: {
            type: 'stale-rules-found',
            actor: { kind: 'workflow', id: foundBy },
            reason: sides.join(', '),
          },
        },
  );
};
