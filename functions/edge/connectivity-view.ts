import type * as z from 'zod/mini';
import { revokeRule } from '../domain/connectivity/aws-cli.ts';
import type { LiveConnectivity, LiveSide } from '../domain/connectivity/look-live.ts';
import type {
  Connect,
  Connectivity,
  ConnectScope,
  ConnectStep,
  SideRole,
} from '../domain/request/connect.ts';
import { mayLearnOfTables, type Viewer } from '../domain/request/may-learn-of.ts';
import type { PeeringRequest, Side } from '../domain/request/peering-request.ts';
import { describeStaleRule, describeStep } from '../domain/wording/connect-steps.ts';
import { CONFIRM_ROUTES } from '../domain/wording/connectivity.ts';
import type {
  connect,
  connectivitySummary,
  connectStep,
  liveConnectivity,
  liveSide,
} from './contract/connectivity.ts';

export const connectView = ({ routes, dns_resolution }: Connect): z.infer<typeof connect> => ({
  ...(routes && {
    routes: routes === true || {
      destination_cidr_blocks: [...routes.destination_cidr_blocks],
      peer_destination_cidr_blocks: [...routes.peer_destination_cidr_blocks],
    },
  }),
  ...(dns_resolution && { dns_resolution }),
});

export const scopeView = ({ destination_cidr_blocks, dns_resolution }: ConnectScope) => ({
  destination_cidr_blocks: [...destination_cidr_blocks],
  dns_resolution,
});

/** What was last found. Of a side whose route tables the viewer may not learn of, only its state. */
export const connectivityView = (
  request: PeeringRequest & { connectivity: Connectivity },
  viewer: Viewer,
): z.infer<typeof connectivitySummary> => {
  const sideView = (role: SideRole) => {
    const { state, problems, more_problems = 0 } = request.connectivity[role];
    const isOpen = mayLearnOfTables(viewer, request[role]);
    return {
      account_id: request[role].owner_id,
      state,
      problems: isOpen ? problems.map(stepView) : null,
      more_problems: isOpen ? more_problems : null,
    };
  };
  const { state, since } = request.connectivity;
  return { state, since, requester: sideView('requester'), accepter: sideView('accepter') };
};

/** A step without its side, which says whose it is. */
export const stepView = (step: ConnectStep): z.infer<typeof connectStep> => {
  const { kind, finding } = step;
  const text = describeStep(step);
  if (kind === 'dns-resolution') return { kind, finding, ...text };
  const { route_table_id, route_table_name, destination_cidr_block, leads_to, shadowed_by } = step;
  return {
    kind,
    finding,
    route_table_id,
    ...(route_table_name && { route_table_name }),
    destination_cidr_block,
    ...(leads_to && { leads_to }),
    ...(shadowed_by && {
      shadowed_by: shadowed_by.map((target) => ({
        destination: target.destination,
        leads_to: target.leads_to,
      })),
    }),
    ...text,
  };
};

/** What a look found now. */
export const liveView = (
  { id, created_at, ...sides }: PeeringRequest,
  { state, requester, accepter }: LiveConnectivity,
): z.infer<typeof liveConnectivity> => ({
  id,
  created_at,
  state,
  requester: liveSideView(sides.requester, requester),
  accepter: liveSideView(sides.accepter, accepter),
});

const liveSideView = (
  side: Side,
  { account_id, mode, state, steps, advice, confirm, security_groups }: LiveSide,
): z.infer<typeof liveSide> => ({
  account_id,
  mode,
  state,
  steps: steps?.map(({ commands, ...step }) => ({ ...stepView(step), commands: [...commands] })) ?? null,
  advice: advice ? { cloudformation: null, ...advice } : null,
  confirm: confirm ? { message: CONFIRM_ROUTES, command: confirm } : null,
  security_groups: security_groups
    ? {
        ...security_groups,
        stale_rules: security_groups.stale_rules.map((rule) => ({
          ...rule,
          ...describeStaleRule(rule),
          commands: [revokeRule(side, rule)],
        })),
      }
    : null,
});
