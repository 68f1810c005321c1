import type { Connection, Connections } from '../connection/ports.ts';
import type { Accounts } from '../directory/accounts.ts';
import type { Account } from '../directory/ports.ts';
import type { ConnectivityState, ConnectStep, SideRole } from '../request/connect.ts';
import { mayLearnOfTables, type Viewer } from '../request/may-learn-of.ts';
import type { CidrBlocks, PeeringRequest } from '../request/peering-request.ts';
import { hasEnded } from '../request/status.ts';
import type { Advice, AdviceFacts } from './advice.ts';
import { adviseSide, adviseUnseen, commandsFor } from './advise.ts';
import { showRoutes } from './aws-cli.ts';
import { combineSides, findCountedSteps } from './connectivity.ts';
import { type LookDeps, lookAtSide } from './look.ts';
import { type ConnectAbilities, type ConnectMode, modeOf } from './mode.ts';
import { lookAtGroups, type PeerGroups } from './peer-groups.ts';
import type { SecurityGroups } from './ports.ts';
import { ROUTES_TO_ALL, scopeOf } from './scope.ts';

export type LiveStep = ConnectStep & { commands: readonly string[] };

export type LiveSide = {
  account_id: string;
  mode: ConnectMode;
  state: ConnectivityState;
  /** Absent where Peerway can't look, and for a viewer who may not learn of the route tables. */
  steps?: readonly LiveStep[];
  /** For what Peerway leaves to the account's people. */
  advice?: Advice;
  /** Shows the account's people what Peerway can't see, because it can't look at the route tables. */
  confirm?: string;
  /** Absent between Regions, where Peerway can't look, and for a viewer who may not learn of them. */
  security_groups?: PeerGroups;
};

export type LiveConnectivity = { state: ConnectivityState } & Record<SideRole, LiveSide>;

export type LiveDeps = LookDeps & {
  connections: Pick<Connections, 'describe'>;
  securityGroups: SecurityGroups;
  abilities: ConnectAbilities;
  tag: AdviceFacts['tag'];
};

/**
 * Looks in EC2 how far the two VPCs are connected, and changes nothing. A side that doesn't answer is unknown. Of a
 * request that has ended, only rules of security groups can be left.
 */
export const lookLive = async (
  request: PeeringRequest,
  accounts: Accounts,
  viewer: Viewer,
  deps: LiveDeps,
): Promise<LiveConnectivity> => {
  const connection = hasEnded(request.status) ? undefined : await describe(request, deps);
  const side = async (role: SideRole): Promise<LiveSide> => {
    const account = accounts[`${role}Account`];
    const isGroupsOpen = account?.onboarded && mayLearnOfTables(viewer, request[role]);
    const [routes, security_groups] = await Promise.all([
      lookAtOne(request, role, account, connection, viewer, deps),
      isGroupsOpen ? quietly(lookAtGroups(request, role, deps.securityGroups)) : undefined,
    ]);
    return { ...routes, ...(security_groups && { security_groups }) };
  };
  const [requester, accepter] = await Promise.all([side('requester'), side('accepter')]);
  return {
    state: combineSides({ requester: summary(requester), accepter: summary(accepter) }),
    requester,
    accepter,
  };
};

const summary = ({ state }: LiveSide) => ({ state, problems: [] });

/** As either side shows it: one of them may not let Peerway look. */
const describe = async (
  { vpc_peering_connection_id: id, requester, accepter }: PeeringRequest,
  { connections }: LiveDeps,
): Promise<Connection | undefined> => {
  if (!id) return undefined;
  return (await quietly(connections.describe(requester, id))) ?? quietly(connections.describe(accepter, id));
};

const quietly = <T>(answer: Promise<T>): Promise<T | undefined> => answer.catch(() => undefined);

const lookAtOne = async (
  request: PeeringRequest,
  role: SideRole,
  account: Account | undefined,
  connection: Connection | undefined,
  viewer: Viewer,
  deps: LiveDeps,
): Promise<LiveSide> => {
  const side = request[role];
  const mode = modeOf(account, deps.abilities);
  const shown = { account_id: side.owner_id, mode };
  const id = request.vpc_peering_connection_id;
  if (hasEnded(request.status)) return { ...shown, state: 'not-connected' };
  const connect = request.connect ?? ROUTES_TO_ALL;
  const scope = scopeOf(connect, role, blocksOf(request, connection));
  const facts = id && {
    request_id: request.id,
    role,
    side,
    connection: id,
    mode,
    abilities: deps.abilities,
    tag: deps.tag,
  };
  const isOpen = mayLearnOfTables(viewer, side);
  const advise = (advice: (known: AdviceFacts) => Advice | undefined) => {
    const found = isOpen && connection?.status === 'active' && facts ? advice(facts) : undefined;
    return found && { advice: found };
  };
  // Without the other VPC's blocks, nobody can say where routes should lead.
  const isAimless = connect.routes !== undefined && scope.destination_cidr_blocks.length === 0;
  const look =
    account?.onboarded && !isAimless
      ? await quietly(lookAtSide(role, side, scope, id && connectedOf(connection, role, id), deps))
      : undefined;
  if (!look) {
    // The connection shows the DNS resolution of both sides to either of them.
    const dns_resolution = scope.dns_resolution && !connection?.[role]?.dns_resolution;
    const isToConfirm = isOpen && connect.routes && connection?.status === 'active';
    return {
      ...shown,
      state: 'unknown',
      ...advise((known) => adviseUnseen({ ...scope, dns_resolution }, known)),
      ...(isToConfirm && { confirm: showRoutes(side, connection.id) }),
    };
  }
  const steps = findCountedSteps(look.steps, look.tables);
  return {
    ...shown,
    state: look.summary.state,
    ...(isOpen && {
      steps: steps.map((step) => ({ ...step, commands: facts ? commandsFor(step, facts) : [] })),
    }),
    ...advise((known) => adviseSide(steps, known)),
  };
};

const connectedOf = (connection: Connection | undefined, role: SideRole, id: Connection['id']) => ({
  cidr_blocks: [],
  dns_resolution: false,
  ...connection?.[role],
  id,
});

/** As EC2 shows them now, or as they were when the request was submitted. */
const blocksOf = ({ cidr_blocks = {} }: PeeringRequest, connection: Connection | undefined): CidrBlocks => {
  const { requester, accepter } = connection ?? {};
  return {
    ...cidr_blocks,
    ...(requester?.cidr_blocks.length && { requester: requester.cidr_blocks }),
    ...(accepter?.cidr_blocks.length && { accepter: accepter.cidr_blocks }),
  };
};
