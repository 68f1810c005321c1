import { isDeepStrictEqual } from 'node:util';
import type { Account } from '../directory/ports.ts';
import { acceptsByRule } from '../directory/rules.ts';
import { commitLatest } from '../request/commit-latest.ts';
import type { ConnectScope } from '../request/connect.ts';
import { isWaiting, type PeeringRequest } from '../request/peering-request.ts';
import type { Clock, Requests } from '../request/ports.ts';
import { findCountedSteps } from './connectivity.ts';
import { type LookDeps, lookAtSide } from './look.ts';
import { isEmptyScope } from './mode.ts';
import { scopeOf } from './scope.ts';

/** A record keeps no more. */
const MOST_STEPS = 40;

/** What a request asks for in the accepter's account, as far as the requester's blocks are known. */
export const accepterScope = ({
  connect,
  cidr_blocks = {},
}: Pick<PeeringRequest, 'connect' | 'cidr_blocks'>): ConnectScope | undefined => {
  const scope = connect && scopeOf(connect, 'accepter', cidr_blocks);
  return scope && !isEmptyScope(scope) ? scope : undefined;
};

/**
 * Looks at what connecting takes in the accepter's account, and records it for the people who are asked to consent.
 * The pages that show it to them have no access to any account.
 *
 * @param plannedBy the Task state that looks
 * @returns the record after that
 * @throws as RouteTables does
 */
export const planAccepter = async (
  request: PeeringRequest,
  account: Account | undefined,
  plannedBy: string,
  deps: LookDeps & { requests: Requests; clock: Clock },
): Promise<PeeringRequest> => {
  const scope = accepterScope(request);
  if (!scope || !isWaiting(request) || !asksPeople(request, account)) return request;
  const { accepter, vpc_peering_connection_id: id } = request;
  const connection = id && { id, cidr_blocks: [], dns_resolution: false };
  const look = await lookAtSide('accepter', accepter, scope, connection, deps);
  const steps = findCountedSteps(look.steps, look.tables);
  const plan = {
    steps: steps.slice(0, MOST_STEPS),
    ...(steps.length > MOST_STEPS && { more_steps: steps.length - MOST_STEPS }),
  };
  return commitLatest(deps.requests, request, (latest) => {
    const { at: _, ...before } = latest.accepter_plan ?? {};
    if (!isWaiting(latest) || isDeepStrictEqual(before, plan)) return undefined;
    return {
      set: { accepter_plan: { at: deps.clock().toISOString(), ...plan } },
      entry: { type: 'connect-planned', actor: { kind: 'workflow', id: plannedBy } },
    };
  });
};

/** In an account where Peerway has a role, unless a rule accepts for them. */
const asksPeople = (request: PeeringRequest, account: Account | undefined): boolean =>
  account?.onboarded === true && account.connect !== 'refuse' && !acceptsByRule(account, request);
