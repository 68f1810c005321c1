import type { Ec2Call } from './call.ts';
import { connectionById, connectionsOfAccount, connectionsOfVpc } from './connection-index.ts';
import { AwsError } from './errors.ts';
import { type PeeringStatus, statusOf, visibleTo } from './peering-status.ts';
import type { PeeringConnection, Side, State } from './state.ts';

const CONNECTION_ID = /^pcx-([0-9a-f]{8}|[0-9a-f]{17})$/;

const LIVE: ReadonlySet<PeeringStatus> = new Set<PeeringStatus>([
  'initiating-request',
  'pending-acceptance',
  'provisioning',
  'active',
]);

/** @throws InvalidVpcPeeringConnectionId.Malformed */
export function connectionIdOf(text: string): string {
  if (!CONNECTION_ID.test(text)) throw new AwsError('malformed', { id: text });
  return text;
}

/** Connections with a side in the caller's account and in the Region that was called. */
export function visibleConnections(call: Ec2Call): PeeringConnection[] {
  const own = connectionsOfAccount(call.state, call.caller.accountId);
  return own.filter((connection) => visibleTo(connection, call.caller, call));
}

/** @throws InvalidVpcPeeringConnectionID.NotFound */
export function visibleConnection(call: Ec2Call, id: string): PeeringConnection {
  return connectionSeenBy(call.caller, call, id);
}

/** Finds a connection in any Region, because the errors of Accept and Reject name the right Region. */
export function connectionOfAccount(call: Ec2Call, id: string): PeeringConnection {
  return connectionSeenBy({ accountId: call.caller.accountId }, call, id);
}

function connectionSeenBy(viewer: Parameters<typeof visibleTo>[1], call: Ec2Call, id: string) {
  connectionIdOf(id);
  const connection = connectionById(call.state, id);
  if (connection === undefined || !visibleTo(connection, viewer, call))
    throw new AwsError('notFound', { id });
  return connection;
}

export const sameSide = (one: Side, other: Side): boolean =>
  one.vpcId === other.vpcId && one.accountId === other.accountId && one.region === other.region;

type Sides = Pick<PeeringConnection, 'requester' | 'accepter'>;

const betweenSame = (one: Sides, other: Sides): boolean =>
  (sameSide(one.requester, other.requester) && sameSide(one.accepter, other.accepter)) ||
  (sameSide(one.requester, other.accepter) && sameSide(one.accepter, other.requester));

/** Whether it is pending or active, even if Describe doesn't show it yet. */
export const isLive = (connection: PeeringConnection, call: Ec2Call): boolean =>
  LIVE.has(statusOf(connection, call).code);

/** The live connections of a VPC. */
export const liveConnections = (call: Ec2Call, side: Side): PeeringConnection[] =>
  connectionsOfVpc(call.state, side.vpcId).filter(
    (connection) =>
      (sameSide(connection.requester, side) || sameSide(connection.accepter, side)) &&
      isLive(connection, call),
  );

/** The other live connections between the same two VPCs, in either direction. */
export function rivalsOf(connection: PeeringConnection, call: Ec2Call): PeeringConnection[] {
  return liveConnections(call, connection.requester).filter(
    (other) => other !== connection && betweenSame(other, connection),
  );
}

export function activeConnection(call: Ec2Call, one: Side, other: Side): PeeringConnection | undefined {
  return connectionsOfVpc(call.state, one.vpcId).find(
    (connection) =>
      statusOf(connection, call).code === 'active' &&
      betweenSame(connection, { requester: one, accepter: other }),
  );
}

/** The connections that count against a VPC's quota. */
export function acceptedConnections(call: Ec2Call, side: Side): PeeringConnection[] {
  return liveConnections(call, side).filter(({ acceptedAt }) => acceptedAt !== undefined);
}

/** The list is in the order of creation, even for connections of the same millisecond. */
export function createdBefore(state: State, one: PeeringConnection, other: PeeringConnection): boolean {
  return state.connections.indexOf(one) < state.connections.indexOf(other);
}
