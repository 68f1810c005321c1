import {
  CreateRouteCommand,
  CreateTagsCommand,
  DeleteRouteCommand,
  DescribeRouteTablesCommand,
  DescribeVpcPeeringConnectionsCommand,
  ModifyVpcAttributeCommand,
} from '@aws-sdk/client-ec2';
import type { Connect, SideRole } from '../../functions/domain/request/connect.ts';
import type { PeeringRequest } from '../../functions/domain/request/peering-request.ts';
import type { RequestView } from '../../functions/edge/request-view.ts';
import { MANAGED_TAG, TABLE, VPC } from '../../local/seed.ts';
import { changeEntry } from './change-entry.ts';
import { ACROSS, ANALYTICS, type Journey, PAYMENTS } from './journey.ts';

/** A route table that Peerway may change, and where its owner finds it. */
export type Table = { account: string; region: string; vpc: string; id: string };

export const PAYMENTS_TABLE: Table = {
  account: PAYMENTS,
  region: 'us-east-1',
  vpc: VPC.paymentsUs,
  id: VPC.paymentsUs.replace('vpc-', 'rtb-'),
};
export const ANALYTICS_TABLE: Table = {
  account: ANALYTICS,
  region: 'eu-west-1',
  vpc: VPC.analyticsEu,
  id: TABLE.analyticsEuApps,
};

const wiring = () => import('../../functions/wiring.ts');

export const record = async (id: string): Promise<PeeringRequest> => {
  const { requests } = await wiring();
  const found = await requests().get(id as PeeringRequest['id']);
  if (!found) throw new Error(`${id} is not on record`);
  return found;
};

/** What Peerway does about routes in an account. */
export const setMode = async (account: string, connect: 'apply' | 'advise' | 'refuse'): Promise<void> => {
  await changeEntry(account, { connect });
};

/** Both accounts let Peerway change routes, and DNS host names are on in both VPCs. */
export const letConnect = async ({ ec2As }: Journey): Promise<void> => {
  for (const { account, region, vpc } of [PAYMENTS_TABLE, ANALYTICS_TABLE]) {
    await setMode(account, 'apply');
    await ec2As(account, region).send(
      new ModifyVpcAttributeCommand({ VpcId: vpc, EnableDnsHostnames: { Value: true } }),
    );
  }
};

export const tagTable = (
  { ec2As }: Journey,
  { account, region, id }: Table,
  value: string = MANAGED_TAG.value,
) =>
  ec2As(account, region).send(
    new CreateTagsCommand({ Resources: [id], Tags: [{ Key: MANAGED_TAG.key, Value: value }] }),
  );

export const addRoute = ({ ec2As }: Journey, table: Table, block: string, target: object) =>
  ec2As(table.account, table.region).send(
    new CreateRouteCommand({ RouteTableId: table.id, DestinationCidrBlock: block, ...target }),
  );

export const removeRoute = ({ ec2As }: Journey, table: Table, block: string) =>
  ec2As(table.account, table.region).send(
    new DeleteRouteCommand({ RouteTableId: table.id, DestinationCidrBlock: block }),
  );

/** `10.21.0.0/16 → pcx-… active`, of all routes but the VPC's own. */
export const routesIn = async ({ ec2As }: Journey, { account, region, id }: Table): Promise<string[]> => {
  const { RouteTables: [table] = [] } = await ec2As(account, region).send(
    new DescribeRouteTablesCommand({ RouteTableIds: [id] }),
  );
  return (table?.Routes ?? []).flatMap((route) => {
    const { DestinationCidrBlock, DestinationIpv6CidrBlock, State, Origin: _, ...target } = route;
    const [leadsTo] = Object.values(target);
    return leadsTo === 'local'
      ? []
      : [`${DestinationCidrBlock ?? DestinationIpv6CidrBlock} → ${leadsTo} ${State}`];
  });
};

/** Whether each side lets its host names be resolved. */
export const dnsOf = async ({ ec2As }: Journey, connection: string) => {
  const { VpcPeeringConnections: [found] = [] } = await ec2As(PAYMENTS, 'us-east-1').send(
    new DescribeVpcPeeringConnectionsCommand({ VpcPeeringConnectionIds: [connection] }),
  );
  return {
    requester: found?.RequesterVpcInfo?.PeeringOptions?.AllowDnsResolutionFromRemoteVpc,
    accepter: found?.AccepterVpcInfo?.PeeringOptions?.AllowDnsResolutionFromRemoteVpc,
  };
};

/** Submits a request that asks for more than the connection. */
export const submitWith = (journey: Journey, connect: Connect, body: object = ACROSS): Promise<RequestView> =>
  journey.submit({ ...body, connect });

/** Accepts as an approver does who leaves the box checked: what their side's plan shows is agreed to. */
export const acceptWith = async (id: string, person: string): Promise<void> => {
  const { requests, directory, taskTokens } = await wiring();
  const { recordDecision } = await import('../../functions/domain/decision/record-decision.ts');
  const { scopeOf } = await import('../../functions/domain/connectivity/scope.ts');
  const request = await record(id);
  await recordDecision(
    request,
    {
      kind: 'accept',
      by: { kind: 'approver', id: person },
      at: new Date().toISOString(),
      connect: scopeOf(request.connect ?? {}, 'accepter', request.cidr_blocks ?? {}),
    },
    undefined,
    { requests: requests(), directory: directory(), taskTokens: taskTokens() },
  );
};

/** Asks to have sides connected, as their owners do later. */
export const connectNow = async (id: string, ...sides: SideRole[]): Promise<void> => {
  const { requests, connections, executions, clock } = await wiring();
  const { recordConnect } = await import('../../functions/domain/decision/record-connect.ts');
  const by = { kind: 'caller', id: 'arn:aws:iam::111111111111:user/rosa' } as const;
  await recordConnect(await record(id), sides, by, '192.0.2.1', {
    requests: requests(),
    connections: connections(),
    executions: executions(),
    clock,
  });
};
