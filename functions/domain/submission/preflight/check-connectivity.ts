import { findCountedSteps } from '../../connectivity/connectivity.ts';
import { areUnused } from '../../connectivity/plan.ts';
import type { ConnectStep, RouteStep, SideRole } from '../../request/connect.ts';
import { ValidationError } from '../../request/errors.ts';
import type { Side } from '../../request/peering-request.ts';
import { type Finding, fail, pass, unknown } from './finding.ts';
import type { PlannedSide } from './plan-sides.ts';

const LISTS = {
  requester: 'connect.routes.destination_cidr_blocks',
  accepter: 'connect.routes.peer_destination_cidr_blocks',
} as const satisfies Record<SideRole, string>;

/**
 * What connecting will meet on one side. Both sides can read it, so it counts route tables and doesn't name them: who
 * owns them sees more in the request's connectivity.
 */
export const checkConnectivity = (
  role: SideRole,
  { vpc_id, owner_id }: Side,
  { account, mode, look, outside }: PlannedSide,
): Finding => {
  const check = `${role}-connectivity`;
  if (mode === 'refuse') {
    const message = `Account ${owner_id}${account ? ` (${account.name})` : ''} refuses routes and DNS resolution by Peerway.`;
    return fail(
      check,
      message,
      'Submit the request without `connect`, and agree on routes with the account’s people.',
      new ValidationError([{ path: 'connect', message }]),
    );
  }
  if (outside.size > 0) {
    const messageOf = (block: string) =>
      `${block} isn’t in the ${role === 'requester' ? 'accepter' : 'requester'} VPC.`;
    return fail(
      check,
      [...outside.values()].map(messageOf).join(' '),
      'List CIDR blocks that are in the VPC. Peering carries traffic to nothing else.',
      new ValidationError(
        [...outside].map(([index, block]) => ({
          path: `${LISTS[role]}.${index}`,
          message: messageOf(block),
        })),
      ),
    );
  }
  if (!look.known) {
    return unknown(
      check,
      `Peerway can’t plan the routes of ${vpc_id}. Its owner gets the commands to add them.`,
    );
  }
  const { steps, tables } = look.value;
  const isUnused = areUnused(tables);
  const counted = isUnused ? [] : findCountedSteps(steps, tables);
  const problems = [
    ...(isUnused && steps.length > 0 ? [NO_TABLE] : []),
    ...PROBLEMS.flatMap(({ isMet, says, remedy }) => {
      const met = counted.filter(isMet);
      return met.length > 0 ? [{ says: says(countTables(met)), remedy }] : [];
    }),
    ...(mode === 'advise' ? [ADVICE_ONLY] : []),
  ];
  if (problems.length === 0) {
    return pass(check, `Nothing is in the way of the routes of ${vpc_id}.`);
  }
  return {
    check,
    result: 'warn',
    message: `${vpc_id}: ${problems.map(({ says }) => says).join(' ')}`,
    remedy: problems.map(({ remedy }) => remedy).join(' '),
  };
};

type Problem = { says: string; remedy: string };

const NO_TABLE: Problem = {
  says: 'No subnet uses a route table yet.',
  remedy: 'Create subnets, or tag the route tables that Peerway may change.',
};

const ADVICE_ONLY: Problem = {
  says: 'Peerway changes nothing in this account, and prints what to run once the connection is active.',
  remedy: 'To let Peerway do it, ask the network team to set the account’s entry to `apply`.',
};

const isRoute = (step: ConnectStep): step is RouteStep => step.kind === 'route';

const PROBLEMS: readonly {
  isMet: (step: ConnectStep) => boolean;
  says: (tables: string) => string;
  remedy: string;
}[] = [
  {
    isMet: ({ finding }) => finding === 'conflict',
    says: (tables) => `In ${tables}, the destination already leads elsewhere.`,
    remedy: 'Peerway leaves such routes alone: replace them if the traffic should use the connection.',
  },
  {
    isMet: ({ finding }) => finding === 'leftover',
    says: (tables) => `In ${tables}, the destination leads to a connection that isn’t active.`,
    remedy: 'Delete routes to connections that nobody needs.',
  },
  {
    isMet: (step) => isRoute(step) && step.shadowed_by !== undefined,
    says: (tables) => `In ${tables}, more specific routes take part of the traffic.`,
    remedy: 'Delete more specific routes if all of the traffic should use the connection.',
  },
  {
    isMet: ({ finding }) => finding === 'full',
    says: (tables) => `In ${tables}, there is no room for another route.`,
    remedy: 'Delete routes, or raise the quota of routes per route table.',
  },
  {
    isMet: ({ finding }) => finding === 'not-managed',
    says: () => 'No route table is managed, so Peerway may not change any.',
    remedy: 'Tag the route tables that Peerway may change, or add the routes yourself.',
  },
];

const countTables = (steps: readonly ConnectStep[]): string => {
  const tables = new Set(steps.filter(isRoute).map(({ route_table_id }) => route_table_id)).size;
  return `${tables} route table${tables === 1 ? '' : 's'}`;
};
