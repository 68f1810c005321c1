import {
  AcceptVpcPeeringConnectionCommand,
  DescribeVpcPeeringConnectionsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';

/** The endpoint, account and Region of a call to EC2. */
export type Ec2Target = { endpoint: string; account: string; region: string };

const withClient = async <Result>(
  target: Ec2Target,
  call: (client: EC2Client) => Promise<Result>,
): Promise<Result> => {
  const client = new EC2Client({
    endpoint: target.endpoint,
    region: target.region,
    credentials: { accessKeyId: target.account, secretAccessKey: 'local' },
  });
  try {
    return await call(client);
  } finally {
    client.destroy();
  }
};

export type ConnectionInEc2 = { id: string | undefined; status: string | undefined };

/** Describes a connection in EC2. Returns `undefined` if EC2 doesn't show it. */
export const describeInEc2 = (
  target: Ec2Target,
  connectionId: string,
): Promise<ConnectionInEc2 | undefined> =>
  withClient(target, async (client) => {
    // With a filter, a missing connection is an empty result instead of an error.
    const { VpcPeeringConnections = [] } = await client.send(
      new DescribeVpcPeeringConnectionsCommand({
        Filters: [{ Name: 'vpc-peering-connection-id', Values: [connectionId] }],
      }),
    );
    const [connection] = VpcPeeringConnections;
    return connection && { id: connection.VpcPeeringConnectionId, status: connection.Status?.Code };
  });

/** Accepts a connection outside Peerway, and returns its new status. */
export const acceptInEc2 = (target: Ec2Target, connectionId: string): Promise<string | undefined> =>
  withClient(target, async (client) => {
    const { VpcPeeringConnection } = await client.send(
      new AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId: connectionId }),
    );
    return VpcPeeringConnection?.Status?.Code;
  });
