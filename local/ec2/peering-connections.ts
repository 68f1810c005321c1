import { assumptions } from './assumptions.ts';
import { DONE, type Ec2Action, type Ec2Call, ownSide } from './call.ts';
import { vpcsOverlap } from './cidr-blocks.ts';
import { connectionsOfAccount } from './connection-index.ts';
import { AwsError } from './errors.ts';
import { type FilterTable, filtered, tagKeys } from './filters.ts';
import { idsWithoutPaging, page } from './pages.ts';
import {
  acceptedConnections,
  connectionIdOf,
  connectionOfAccount,
  createdBefore,
  isLive,
  liveConnections,
  rivalsOf,
  sameSide,
  visibleConnection,
  visibleConnections,
} from './peering-lookup.ts';
import { type PeeringStatus, statusOf } from './peering-status.ts';
import { type PeeringView, peeringView } from './peering-view.ts';
import type { XmlContent } from './query-protocol.ts';
import { findVpc, newId, type PeeringConnection, type Side } from './state.ts';
import { applyTags, specifiedTags } from './tags.ts';
import { vpcIdOf } from './vpcs.ts';

/**
 * The statuses from which a call is allowed, and the status that follows it. EC2's error for a call in the wrong
 * status is known only for a delete; the errors of the other calls are modeled on it.
 */
const TRANSITION = {
  accept: { from: ['pending-acceptance'], to: 'provisioning', done: 'accepted' },
  reject: { from: ['pending-acceptance'], to: 'rejected', done: 'accepted or rejected' },
  delete: { from: ['pending-acceptance', 'active'], to: 'deleting' },
} as const satisfies Record<string, { from: readonly PeeringStatus[]; to: PeeringStatus; done?: string }>;

function checkTransition(call: Ec2Call, connection: PeeringConnection, verb: keyof typeof TRANSITION): void {
  const { from, to } = TRANSITION[verb];
  const { code } = statusOf(connection, call);
  if (!from.some((status) => status === code)) {
    throw new AwsError('transition', { id: connection.id, from: code, to });
  }
}

const answer = (connection: PeeringConnection, call: Ec2Call): XmlContent => ({
  vpcPeeringConnection: peeringView(connection, call),
});

const settledFromNow = ({ now, settings }: Ec2Call) => now + settings.settleSeconds * 1000;

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcPeeringConnection.html */
const create: Ec2Action = (call) => {
  const { parameters, caller, state, settings, now } = call;
  const tags = specifiedTags(parameters, 'vpc-peering-connection');
  const requester = ownSide(call, vpcIdOf(parameters.required('VpcId')));
  const accepter: Side = {
    accountId: parameters.text('PeerOwnerId') || caller.accountId,
    region: parameters.text('PeerRegion') || caller.region,
    vpcId: vpcIdOf(parameters.required('PeerVpcId')),
  };
  const vpc = findVpc(state, requester);
  if (vpc === undefined) throw new AwsError('vpcNotFound', { id: requester.vpcId });
  const peer = findVpc(state, accepter);
  if (peer === undefined && sameSide(accepter, ownSide(call, accepter.vpcId))) {
    throw new AwsError('vpcNotFound', { id: accepter.vpcId });
  }

  const existing = liveConnections(call, requester).find(
    (candidate) => sameSide(candidate.requester, requester) && sameSide(candidate.accepter, accepter),
  );
  if (existing !== undefined) {
    if (assumptions.returnedConnectionTakesTags) applyTags(call, existing.id, tags);
    return answer(existing, call);
  }
  const outstanding = connectionsOfAccount(state, requester.accountId).filter(
    (candidate) =>
      candidate.acceptedAt === undefined &&
      candidate.requester.accountId === requester.accountId &&
      candidate.requester.region === requester.region &&
      isLive(candidate, call),
  );
  if (outstanding.length >= settings.pendingQuota) throw new AwsError('tooManyPending');

  const connection: PeeringConnection = {
    id: newId('pcx'),
    requester,
    accepter,
    createdAt: now,
    expiresAt: now + settings.windowSeconds * 1000,
    ...((peer === undefined || vpcsOverlap(vpc, peer)) && { failsAt: settledFromNow(call) }),
    dnsResolution: {
      requester: { allowed: false, changedAt: 0 },
      accepter: { allowed: false, changedAt: 0 },
    },
  };
  applyTags(call, connection.id, tags);
  state.connections.push(connection);
  return answer(connection, call);
};

function connectionToDecide(call: Ec2Call, verb: 'accept' | 'reject'): PeeringConnection {
  const { accountId, region } = call.caller;
  const connection = connectionOfAccount(call, call.parameters.required('VpcPeeringConnectionId'));
  const { id, accepter } = connection;
  if (accepter.accountId !== accountId) throw new AwsError('notYours', { accountId, verb, id });
  if (accepter.region !== region) {
    throw new AwsError('wrongRegion', {
      asked: region,
      id,
      done: TRANSITION[verb].done,
      right: accepter.region,
    });
  }
  checkTransition(call, connection, verb);
  return connection;
}

const accept: Ec2Action = (call) => {
  const { state, settings, now } = call;
  const connection = connectionToDecide(call, 'accept');
  const blocked = rivalsOf(connection, call).some(
    (rival) =>
      rival.acceptedAt !== undefined ||
      (assumptions.earlierPendingBlocksAccept && createdBefore(state, rival, connection)),
  );
  if (blocked) throw new AwsError('alreadyExists', { id: connection.id });
  for (const side of [connection.requester, connection.accepter]) {
    if (acceptedConnections(call, side).length >= settings.activeQuota) {
      throw new AwsError('tooManyActive', { vpcId: side.vpcId });
    }
  }
  connection.acceptedAt = now;
  const [vpc, peer] = [findVpc(state, connection.requester), findVpc(state, connection.accepter)];
  if (assumptions.overlapAtAcceptFails && vpc && peer && vpcsOverlap(vpc, peer)) {
    connection.failsAt = settledFromNow(call);
  }
  return answer(connection, call);
};

const reject: Ec2Action = (call) => {
  connectionToDecide(call, 'reject').rejectedAt = call.now;
  return DONE;
};

const remove: Ec2Action = (call) => {
  const { accountId } = call.caller;
  const connection = visibleConnection(call, call.parameters.required('VpcPeeringConnectionId'));
  checkTransition(call, connection, 'delete');
  if (connection.acceptedAt === undefined && connection.requester.accountId !== accountId) {
    throw new AwsError('notYours', { accountId, verb: 'delete', id: connection.id });
  }
  connection.deletedAt = call.now;
  connection.deletedBy = accountId;
  return DONE;
};

const FILTERS: FilterTable<PeeringView> = {
  'tag-key': tagKeys,
  'vpc-peering-connection-id': (view) => [view.vpcPeeringConnectionId],
  'status-code': ({ status }) => [status.code],
  'status-message': ({ status }) => [status.message],
  'expiration-time': ({ expirationTime }) => [expirationTime],
  'requester-vpc-info.vpc-id': ({ requesterVpcInfo }) => [requesterVpcInfo.vpcId],
  'requester-vpc-info.owner-id': ({ requesterVpcInfo }) => [requesterVpcInfo.ownerId],
  'requester-vpc-info.cidr-block': ({ requesterVpcInfo }) => [requesterVpcInfo.cidrBlock],
  'accepter-vpc-info.vpc-id': ({ accepterVpcInfo }) => [accepterVpcInfo.vpcId],
  'accepter-vpc-info.owner-id': ({ accepterVpcInfo }) => [accepterVpcInfo.ownerId],
  'accepter-vpc-info.cidr-block': ({ accepterVpcInfo }) => [accepterVpcInfo.cidrBlock],
};

const describe: Ec2Action = (call) => {
  const ids = idsWithoutPaging(call.parameters, 'VpcPeeringConnectionId').map(connectionIdOf);
  const connections =
    ids.length === 0 ? visibleConnections(call) : ids.map((id) => visibleConnection(call, id));
  const views = connections.map((connection) => peeringView(connection, call));
  const found = filtered(views, call.parameters, FILTERS);
  const { shown, nextToken } = page(found, call.parameters, (view) => view.vpcPeeringConnectionId);
  return { vpcPeeringConnectionSet: { item: shown }, nextToken };
};

export const PEERING_ACTIONS: Readonly<Record<string, Ec2Action>> = {
  CreateVpcPeeringConnection: create,
  AcceptVpcPeeringConnection: accept,
  RejectVpcPeeringConnection: reject,
  DeleteVpcPeeringConnection: remove,
  DescribeVpcPeeringConnections: describe,
};
