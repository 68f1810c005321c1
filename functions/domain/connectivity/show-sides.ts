import { canonicalBlock } from '../request/cidr.ts';
import type { ConnectivityState, ConnectStep, SideRole } from '../request/connect.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import { UNKNOWN_SIDE } from './connectivity.ts';
import { ROUTES_TO_ALL, scopeOf } from './scope.ts';

/** `partly`: more specific routes take part of the traffic elsewhere. */
export type Presence = 'there' | 'partly' | 'missing' | 'unknown';

/** What people are shown of one side. */
export type ShownSide = {
  state: ConnectivityState;
  /** Absent where the reader sees the state alone: route tables are their own account's business. */
  detail?: {
    routes: readonly { destination: string; presence: Presence }[];
    dns_resolution?: Presence;
    problems: readonly ConnectStep[];
    more_problems: number;
  };
};

/** The connectivity of a request as it was last found; `undefined` for a request to which nobody asked to connect. */
export const showSides = (
  request: PeeringRequest,
  readable: readonly SideRole[],
): Record<SideRole, ShownSide> | undefined =>
  request.connectivity && {
    requester: showSide(request, 'requester', readable),
    accepter: showSide(request, 'accepter', readable),
  };

const showSide = (
  { connectivity, connect = ROUTES_TO_ALL, consents, cidr_blocks = {} }: PeeringRequest,
  role: SideRole,
  readable: readonly SideRole[],
): ShownSide => {
  const { state, problems, more_problems = 0 } = connectivity?.[role] ?? UNKNOWN_SIDE;
  if (!readable.includes(role)) return { state };
  const scope = consents?.[role] ?? scopeOf(connect, role, cidr_blocks);
  const presenceIf = (found: readonly ConnectStep[]): Presence => {
    if (state === 'unknown') return 'unknown';
    if (found.length > 0) return found.every(({ finding }) => finding === 'shadowed') ? 'partly' : 'missing';
    return more_problems > 0 ? 'unknown' : 'there';
  };
  const isAbout = (destination: string) => (step: ConnectStep) =>
    step.kind === 'route' && step.destination_cidr_block === canonicalBlock(destination);
  return {
    state,
    detail: {
      routes: scope.destination_cidr_blocks.map((destination) => ({
        destination,
        presence: presenceIf(problems.filter(isAbout(destination))),
      })),
      ...(scope.dns_resolution && {
        dns_resolution: presenceIf(problems.filter(({ kind }) => kind === 'dns-resolution')),
      }),
      problems,
      more_problems,
    },
  };
};
