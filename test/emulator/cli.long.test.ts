import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { VPC } from '../../local/seed.ts';
import { ANALYTICS, emulatedEc2, PAYMENTS, SETTLE, type World } from './emulated-ec2.ts';
import { mainTableOf } from './route-table.ts';

const run = promisify(execFile);
const works = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;

const environment = (world: World, accountId: string) => ({
  env: {
    ...process.env,
    AWS_ACCESS_KEY_ID: accountId,
    AWS_SECRET_ACCESS_KEY: 'x',
    AWS_SESSION_TOKEN: '',
    AWS_ENDPOINT_URL: world.emulator.url,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_PAGER: '',
  },
});

describe.skipIf(!works('aws', '--version'))('the AWS CLI (skipped where `aws` is not on PATH)', () => {
  it('creates, accepts and describes', async () => {
    await using world = await emulatedEc2();
    const aws = async (accountId: string, ...args: string[]) =>
      JSON.parse(
        (await run('aws', ['ec2', ...args, '--output', 'json'], environment(world, accountId))).stdout,
      );

    const created = await aws(
      PAYMENTS,
      'create-vpc-peering-connection',
      ...['--vpc-id', VPC.paymentsUs, '--peer-vpc-id', VPC.analyticsUs, '--peer-owner-id', ANALYTICS],
    );
    const id = created.VpcPeeringConnection.VpcPeeringConnectionId;
    world.pass(SETTLE);
    await aws(ANALYTICS, 'accept-vpc-peering-connection', '--vpc-peering-connection-id', id);
    world.pass(SETTLE);
    const described = await aws(PAYMENTS, 'describe-vpc-peering-connections');
    expect(described.VpcPeeringConnections[0].Status).toEqual({ Code: 'active', Message: 'Active' });

    const route = [
      '--route-table-id',
      mainTableOf(VPC.paymentsUs),
      '--destination-cidr-block',
      '10.20.0.0/16',
    ];
    await aws(PAYMENTS, 'create-route', ...route, '--vpc-peering-connection-id', id);
    const byConnection = ['--filters', `Name=route.vpc-peering-connection-id,Values=${id}`];
    const [table] = (await aws(PAYMENTS, 'describe-route-tables', ...byConnection)).RouteTables;
    expect(table).toMatchObject({
      Associations: [{ Main: true }],
      Routes: [
        { DestinationCidrBlock: '10.1.0.0/16', GatewayId: 'local', State: 'active' },
        { DestinationCidrBlock: '10.20.0.0/16', VpcPeeringConnectionId: id, State: 'active' },
      ],
    });
    await run('aws', ['ec2', 'delete-route', ...route], environment(world, PAYMENTS));
    expect((await aws(PAYMENTS, 'describe-route-tables', ...byConnection)).RouteTables).toEqual([]);
  });
});

const BOTO3 = `
import boto3, json, sys
action, parameters = sys.argv[1], json.loads(sys.argv[2])
answer = getattr(boto3.client('ec2'), action)(**parameters)
print(json.dumps(answer, default=str))
`;

describe.skipIf(!works('python3', '-c', 'import boto3'))(
  'boto3 (skipped where python3 cannot import it)',
  () => {
    it('creates, accepts and describes', async () => {
      await using world = await emulatedEc2();
      const boto3 = async (accountId: string, action: string, parameters: object) => {
        const args = ['-c', BOTO3, action, JSON.stringify(parameters)];
        return JSON.parse((await run('python3', args, environment(world, accountId))).stdout);
      };

      const created = await boto3(PAYMENTS, 'create_vpc_peering_connection', {
        VpcId: VPC.paymentsUs,
        PeerVpcId: VPC.analyticsUs,
        PeerOwnerId: ANALYTICS,
      });
      const id = created.VpcPeeringConnection.VpcPeeringConnectionId;
      world.pass(SETTLE);
      await boto3(ANALYTICS, 'accept_vpc_peering_connection', { VpcPeeringConnectionId: id });
      world.pass(SETTLE);
      const described = await boto3(PAYMENTS, 'describe_vpc_peering_connections', {
        VpcPeeringConnectionIds: [id],
      });
      expect(described.VpcPeeringConnections[0].Status).toEqual({ Code: 'active', Message: 'Active' });

      const route = { RouteTableId: mainTableOf(VPC.paymentsUs), DestinationCidrBlock: '10.20.0.0/16' };
      const answer = await boto3(PAYMENTS, 'create_route', { ...route, VpcPeeringConnectionId: id });
      expect(answer.Return).toBe(true);
      const { RouteTables } = await boto3(PAYMENTS, 'describe_route_tables', {
        RouteTableIds: [route.RouteTableId],
      });
      expect(RouteTables[0].Routes[1]).toMatchObject({ VpcPeeringConnectionId: id, State: 'active' });
      await boto3(PAYMENTS, 'delete_route', route);
    });
  },
);
