import {
  AcceptVpcPeeringConnectionCommand,
  DescribeVpcPeeringConnectionsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';

/** Where EC2 is asked, and as whom. */
export type Ec2Place = { endpoint: string; account: string; region: string };

const asked = async <Answer>(
  place: Ec2Place,
  ask: (client: EC2Client) => Promise<Answer>,
): Promise<Answer> => {
  const client = new EC2Client({
    endpoint: place.endpoint,
    region: place.region,
    credentials: { accessKeyId: place.account, secretAccessKey: 'local' },
  });
  try {
    return await ask(client);
  } finally {
    client.destroy();
  }
};

export type ConnectionInEc2 = { id: string | undefined; status: string | undefined };

/** EC2's own word on a connection; `undefined` when it shows none. */
export const askEc2 = (place: Ec2Place, connectionId: string): Promise<ConnectionInEc2 | undefined> =>
  asked(place, async (client) => {
    // A filter finds nothing where the id itself would be answered with an error.
    const { VpcPeeringConnections = [] } = await client.send(
      new DescribeVpcPeeringConnectionsCommand({
        Filters: [{ Name: 'vpc-peering-connection-id', Values: [connectionId] }],
      }),
    );
    const [connection] = VpcPeeringConnections;
    return connection && { id: connection.VpcPeeringConnectionId, status: connection.Status?.Code };
  });

/** Accepts a connection without Peerway, and returns the status that EC2 answers. */
export const acceptInEc2 = (place: Ec2Place, connectionId: string): Promise<string | undefined> =>
  asked(place, async (client) => {
    const { VpcPeeringConnection } = await client.send(
      new AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId: connectionId }),
    );
    return VpcPeeringConnection?.Status?.Code;
  });
