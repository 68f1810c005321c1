import { isDeepStrictEqual } from 'node:util';
import type { PeerRule, SideRole } from '../request/connect.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import type { SecurityGroups } from './ports.ts';
import { otherSide } from './scope.ts';

/** How the security groups of one side and of the other VPC name each other. */
export type PeerGroups = {
  /** By a rule that has an effect. */
  references_peer: boolean;
  referenced_by_peer: boolean;
  stale_rules: readonly PeerRule[];
};

/** Between Regions, no rule can name a group of the other VPC. */
export const canNameGroups = ({ requester, accepter }: Pick<PeeringRequest, 'requester' | 'accepter'>) =>
  requester.region === accepter.region;

/**
 * Looks at the security groups of one side, and changes nothing. `undefined` if none can name a group of the other VPC,
 * or could.
 *
 * @throws as SecurityGroups does
 */
export const lookAtGroups = async (
  request: PeeringRequest,
  role: SideRole,
  securityGroups: SecurityGroups,
): Promise<PeerGroups | undefined> => {
  if (!canNameGroups(request)) return undefined;
  const [side, peer] = [request[role], request[otherSide(role)]];
  switch (request.status) {
    case 'active': {
      const [{ rules, are_named_by_peer }, stale_rules] = await Promise.all([
        securityGroups.references(side, peer),
        securityGroups.staleRules(side, peer),
      ]);
      const isStale = (rule: PeerRule) => stale_rules.some((stale) => isDeepStrictEqual(stale, rule));
      return {
        references_peer: !rules.every(isStale),
        referenced_by_peer: are_named_by_peer,
        stale_rules,
      };
    }
    case 'deleted':
      return {
        references_peer: false,
        referenced_by_peer: false,
        stale_rules: await securityGroups.staleRules(side, peer),
      };
    default:
      return undefined;
  }
};
