import type { KnownConnection } from '../../../local/ec2/server.ts';
import { ec2Questions } from './ec2-questions.ts';
import { isAllowed, type Question } from './judge.ts';
import { type Policies, roleName } from './policies.ts';

const [REQUESTER, ACCEPTER] = ['111111111111', '222222222222'] as const;
const REGION = 'eu-west-1';
const [VPC, PEER] = ['vpc-0aaaaaaaaaaaaaaaa', 'vpc-0bbbbbbbbbbbbbbbb'];
const [CONNECTION, TABLE] = ['pcx-0aaaaaaaaaaaaaaaa', 'rtb-0aaaaaaaaaaaaaaaa'];

const CREATED: KnownConnection = {
  id: CONNECTION,
  requester: { accountId: REQUESTER, region: REGION, vpcId: VPC },
  accepter: { accountId: ACCEPTER, region: REGION, vpcId: PEER },
  createdAt: 0,
  expiresAt: 0,
  dnsResolution: {
    requester: { allowed: false, changedAt: 0 },
    accepter: { allowed: false, changedAt: 0 },
  },
  status: 'pending-acceptance',
  tags: { 'peerway:request-id': 'pr-1' },
};

const MANAGED = { routeTableId: TABLE, tags: { 'peerway:routes': 'managed' } };

const ON_IT = { VpcPeeringConnectionId: CONNECTION };
const IN_TABLE = { RouteTableId: TABLE };

/** Every call that Peerway makes in a member account, with the account that it is made in. */
const CALLS: Readonly<Record<string, { account: string; parameters: Record<string, string> }>> = {
  DescribeVpcs: { account: REQUESTER, parameters: { 'VpcId.1': VPC } },
  DescribeVpcAttribute: { account: REQUESTER, parameters: { VpcId: VPC } },
  DescribeVpcPeeringConnections: { account: REQUESTER, parameters: {} },
  DescribeRouteTables: { account: REQUESTER, parameters: {} },
  DescribeSubnets: { account: REQUESTER, parameters: {} },
  GetManagedPrefixListEntries: { account: REQUESTER, parameters: { PrefixListId: 'pl-0aaaaaaaaaaaaaaaa' } },
  DescribeSecurityGroups: { account: REQUESTER, parameters: {} },
  DescribeSecurityGroupReferences: {
    account: REQUESTER,
    parameters: { 'GroupId.1': 'sg-0aaaaaaaaaaaaaaaa' },
  },
  DescribeStaleSecurityGroups: { account: REQUESTER, parameters: { VpcId: VPC } },
  CreateVpcPeeringConnection: {
    account: REQUESTER,
    parameters: {
      VpcId: VPC,
      PeerVpcId: PEER,
      PeerOwnerId: ACCEPTER,
      PeerRegion: REGION,
      'TagSpecification.1.Tag.1.Key': 'peerway:request-id',
      'TagSpecification.1.Tag.1.Value': 'pr-1',
    },
  },
  DeleteVpcPeeringConnection: { account: REQUESTER, parameters: ON_IT },
  AcceptVpcPeeringConnection: { account: ACCEPTER, parameters: ON_IT },
  RejectVpcPeeringConnection: { account: ACCEPTER, parameters: ON_IT },
  CreateRoute: { account: REQUESTER, parameters: IN_TABLE },
  DeleteRoute: { account: REQUESTER, parameters: IN_TABLE },
  ModifyVpcPeeringConnectionOptions: { account: ACCEPTER, parameters: ON_IT },
};

export const OPERATIONS = Object.keys(CALLS);

/** The names of the member accounts' roles. */
export const memberRolesIn = ({ roles }: Policies): string[] => [
  ...new Set([...roles.keys()].filter((who) => who !== roleName(who)).map(roleName)),
];

/** Whether a function may assume a member account's role, as Peerway asks for it. */
export const mayAssume = (who: string, role: string, policies: Policies): Promise<boolean> =>
  isAllowed(
    {
      who,
      action: 'sts:AssumeRole',
      resource: `arn:aws:iam::${REQUESTER}:role/${role}`,
      owner: REQUESTER,
      context: {
        'sts:ExternalId': 'peerway-example',
        'sts:RoleSessionName': 'peerway',
        'aws:PrincipalOrgID': 'o-exampleorgid',
        'aws:ResourceOrgID': 'o-exampleorgid',
      },
    },
    policies,
  );

/** Whether a member account's role may make the call, as Peerway makes it. */
const mayCall = async (role: string, operation: string, policies: Policies): Promise<boolean> => {
  const call = CALLS[operation];
  if (!call) throw new Error(`Peerway doesn't call ${operation}`);
  const member = { roleName: role, account: call.account, region: REGION };
  const questions = ec2Questions(member, operation, new URLSearchParams(call.parameters), {
    connections: [CREATED],
    routeTables: [MANAGED],
  });
  return areAllowed(questions, policies);
};

const areAllowed = async (questions: readonly Question[], policies: Policies): Promise<boolean> => {
  for (const question of questions) if (!(await isAllowed(question, policies))) return false;
  return true;
};

export type Access = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

/** What each function may do in a member account: the operations of each role that it may assume. */
export const accessOf = async (functions: readonly string[], policies: Policies): Promise<Access> => {
  const allowed = new Map<string, string[]>();
  for (const role of memberRolesIn(policies)) {
    const operations: string[] = [];
    for (const operation of OPERATIONS) {
      if (await mayCall(role, operation, policies)) operations.push(operation);
    }
    allowed.set(role, operations);
  }
  const access = new Map<string, Map<string, string[]>>();
  for (const who of functions) {
    const own = new Map<string, string[]>();
    for (const [role, operations] of allowed) {
      if (await mayAssume(who, role, policies)) own.set(role, operations);
    }
    access.set(who, own);
  }
  return access;
};

/** The calls that the code makes: creating needs the permission to tag, which is no call. */
export const operationsIn = (actions: Iterable<string>): string[] =>
  [...actions].filter((action) => action !== 'ec2:CreateTags').map((action) => action.replace('ec2:', ''));
