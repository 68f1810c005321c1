import {
  AcceptVpcPeeringConnectionCommand,
  CreateVpcPeeringConnectionCommand,
  DeleteVpcPeeringConnectionCommand,
  DescribeVpcPeeringConnectionsCommand,
  type DescribeVpcPeeringConnectionsCommandOutput,
  EC2ServiceException,
  paginateDescribeVpcPeeringConnections,
  RejectVpcPeeringConnectionCommand,
  type VpcPeeringConnection,
  type VpcPeeringConnectionVpcInfo,
} from '@aws-sdk/client-ec2';
import type {
  ConnectedVpc,
  Connection,
  ConnectionStatus,
  Connections,
  ListedConnection,
} from '../domain/connection/ports.ts';
import type { ConnectionId, Side, VpcId } from '../domain/request/peering-request.ts';
import { collect } from './collect.ts';
import type { Ec2Clients } from './ec2-clients.ts';
import { throwAsOurs } from './ec2-errors.ts';
import { REQUEST_TAG } from './request-tag.ts';

/** The most values that EC2 accepts in one filter. */
const FILTER_VALUES = 200;

/** The most connections that EC2 returns in one page. */
const PAGE = 1000;

/** How long all pages of one account and Region may take, so that one that hangs doesn't keep many others waiting. */
const LIST_MS = 10_000;

/** VPC peering connections in EC2: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/ */
export const ec2Connections = (clients: Ec2Clients): Connections => ({
  create: async ({ id, requester, accepter }) => {
    const ec2 = clients.as('requester', requester);
    const { VpcPeeringConnection: created } = await ec2
      .send(
        new CreateVpcPeeringConnectionCommand({
          VpcId: requester.vpc_id,
          PeerVpcId: accepter.vpc_id,
          PeerOwnerId: accepter.owner_id,
          PeerRegion: accepter.region,
          TagSpecifications: [
            {
              ResourceType: 'vpc-peering-connection',
              Tags: [
                { Key: REQUEST_TAG, Value: id },
                { Key: 'Name', Value: id },
              ],
            },
          ],
        }),
      )
      .catch((error) => {
        // An earlier attempt may have created the connection, so this error doesn't mean that there is none.
        if (error instanceof EC2ServiceException && (error.$metadata.attempts ?? 1) > 1) throw error;
        return throwAsOurs(error);
      });
    return toConnection(created ?? {});
  },

  describe: async (side, id) => {
    const ec2 = clients.as('viewer', side);
    try {
      const { VpcPeeringConnections: [found] = [] } = await ec2.send(
        new DescribeVpcPeeringConnectionsCommand({ VpcPeeringConnectionIds: [id] }),
      );
      return found && toConnection(found);
    } catch (error) {
      if (error instanceof EC2ServiceException && error.name === 'InvalidVpcPeeringConnectionID.NotFound') {
        return undefined;
      }
      return throwAsOurs(error);
    }
  },

  describeMany: async (place, ids) => {
    const client = clients.as('viewer', place);
    const found: Connection[] = [];
    for (let start = 0; start < ids.length; start += FILTER_VALUES) {
      // By filter, because a call by ids fails entirely when EC2 doesn't return one of them.
      const Filters = [
        { Name: 'vpc-peering-connection-id', Values: ids.slice(start, start + FILTER_VALUES) as string[] },
      ];
      const pages = paginateDescribeVpcPeeringConnections({ client }, { Filters });
      found.push(...(await collect(pages, connectionsIn).catch(throwAsOurs)));
    }
    return found;
  },

  list: async (place) => {
    const pages = paginateDescribeVpcPeeringConnections(
      { client: clients.as('viewer', place), pageSize: PAGE },
      {},
      { abortSignal: AbortSignal.timeout(LIST_MS) },
    );
    return collect(pages, ({ VpcPeeringConnections = [] }) =>
      VpcPeeringConnections.flatMap((each) => toListedConnection(each) ?? []),
    ).catch(throwAsOurs);
  },

  between: async (requester, accepter) => {
    // In both directions: no connection is from a VPC to itself.
    const Values = [requester.vpc_id, accepter.vpc_id];
    const pages = paginateDescribeVpcPeeringConnections(
      { client: clients.as('viewer', requester) },
      {
        Filters: [
          { Name: 'requester-vpc-info.vpc-id', Values },
          { Name: 'accepter-vpc-info.vpc-id', Values },
        ],
      },
    );
    return collect(pages, connectionsIn).catch(throwAsOurs);
  },

  accept: async (accepter, id) => {
    const ec2 = clients.as('accepter', accepter);
    await ec2.send(new AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId: id })).catch(throwAsOurs);
  },

  reject: async (accepter, id) => {
    const ec2 = clients.as('accepter', accepter);
    await ec2.send(new RejectVpcPeeringConnectionCommand({ VpcPeeringConnectionId: id })).catch(throwAsOurs);
  },

  delete: async (requester, id) => {
    const ec2 = clients.as('requester', requester);
    await ec2.send(new DeleteVpcPeeringConnectionCommand({ VpcPeeringConnectionId: id })).catch(throwAsOurs);
  },
});

const connectionsIn = ({
  VpcPeeringConnections = [],
}: DescribeVpcPeeringConnectionsCommandOutput): Connection[] => VpcPeeringConnections.map(toConnection);

const toConnection = (found: VpcPeeringConnection): Connection => {
  const { VpcPeeringConnectionId, Status, ExpirationTime, Tags = [] } = found;
  const { RequesterVpcInfo, AccepterVpcInfo } = found;
  const request_id = Tags.find(({ Key }) => Key === REQUEST_TAG)?.Value;
  return {
    id: VpcPeeringConnectionId as ConnectionId,
    status: Status?.Code as ConnectionStatus,
    status_message: Status?.Message ?? Status?.Code ?? 'EC2 returned no status',
    ...(ExpirationTime && { expires_at: ExpirationTime.toISOString() }),
    ...(request_id && { request_id }),
    ...(RequesterVpcInfo && { requester: toConnectedVpc(RequesterVpcInfo) }),
    ...(AccepterVpcInfo && { accepter: toConnectedVpc(AccepterVpcInfo) }),
  };
};

/** `undefined` if EC2 doesn't tell which two VPCs it is between. */
const toListedConnection = (found: VpcPeeringConnection): ListedConnection | undefined => {
  const requester = found.RequesterVpcInfo && toSide(found.RequesterVpcInfo);
  const accepter = found.AccepterVpcInfo && toSide(found.AccepterVpcInfo);
  if (!requester || !accepter) return undefined;
  const tags = Object.fromEntries((found.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
  return { ...toConnection(found), requester, accepter, tags };
};

const toSide = (info: VpcPeeringConnectionVpcInfo): (Side & ConnectedVpc) | undefined => {
  const { VpcId, OwnerId, Region } = info;
  return VpcId && OwnerId && Region
    ? { vpc_id: VpcId as VpcId, owner_id: OwnerId, region: Region, ...toConnectedVpc(info) }
    : undefined;
};

const toConnectedVpc = ({
  CidrBlock,
  CidrBlockSet = [],
  Ipv6CidrBlockSet = [],
  PeeringOptions,
}: VpcPeeringConnectionVpcInfo): ConnectedVpc => {
  const blocks = [
    CidrBlock,
    ...CidrBlockSet.map((block) => block.CidrBlock),
    ...Ipv6CidrBlockSet.map((block) => block.Ipv6CidrBlock),
  ];
  return {
    cidr_blocks: [...new Set(blocks.filter((block) => block !== undefined))],
    dns_resolution: PeeringOptions?.AllowDnsResolutionFromRemoteVpc ?? false,
  };
};
