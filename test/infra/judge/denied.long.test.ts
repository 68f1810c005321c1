import { beforeAll, describe, expect, it } from 'vitest';
import { CONNECTING, synthesize } from '../template/synthesized.ts';
import { HUB } from './concrete.ts';
import { isAllowed, type Question, tell } from './judge.ts';
import { allowing } from './other-policies.ts';
import { memberRole, type Policies, policiesOf, roleName } from './policies.ts';

let policies: Policies;
beforeAll(() => {
  policies = policiesOf(synthesize(CONNECTING));
});

const [ONE, OTHER, STRANGER] = ['111111111111', '222222222222', '444444444444'] as const;
const REQUEST = 'REQUEST#pr-01KJQ3Z9V8A1B2C3D4E5F6G7H8';
const MACHINE = `arn:aws:states:${HUB.region}:${HUB.account}:stateMachine:PeerwayHub-PeeringRequest`;
const BUS = `arn:aws:events:${HUB.region}:${HUB.account}:event-bus/PeerwayHub`;
const SENDER = `arn:aws:ses:${HUB.region}:${HUB.account}:identity/network.example.com`;
const REGION = { 'aws:RequestedRegion': 'eu-west-1' };
const ORGANIZATION = { 'aws:ResourceOrgID': 'o-exampleorgid', 'aws:PrincipalOrgID': 'o-exampleorgid' };
const KNOWN = { 'sts:ExternalId': 'peerway-example', ...ORGANIZATION };

type Denied = { what: string; ask: () => Omit<Question, 'who' | 'owner'>; owner?: string };

const item = (action: string, key: string): Denied => ({
  what: `dynamodb:${action} of ${key}`,
  ask: () => ({
    action: `dynamodb:${action}`,
    resource: /^(?:LINK|IDEMPOTENCY|SECRET)#|^BOOKMARKS$/.test(key)
      ? policies.transientTableArn
      : policies.tableArn,
    context: { 'dynamodb:LeadingKeys': [key] },
  }),
});

const hub = (action: string, resource: string, context: Question['context'] = {}, what = action): Denied => ({
  what,
  ask: () => ({ action, resource, context }),
});

const assume = (role: string, context: Question['context'], what: string): Denied => ({
  what,
  ask: () => ({ action: 'sts:AssumeRole', resource: `arn:aws:iam::${ONE}:role/${role}`, context }),
  owner: ONE,
});

const vpc = (account: string) => `arn:aws:ec2:eu-west-1:${account}:vpc/vpc-0123456789abcdef0`;
const connection = `arn:aws:ec2:eu-west-1:${ONE}:vpc-peering-connection/pcx-0123456789abcdef0`;
const table = (account: string) => `arn:aws:ec2:eu-west-1:${account}:route-table/rtb-0123456789abcdef0`;
const MANAGED = { 'aws:ResourceTag/peerway:routes': 'managed' };
const BY_PEERWAY = { 'aws:ResourceTag/peerway:request-id': 'pr-1' };
const TAGGED = { 'aws:RequestTag/peerway:request-id': 'pr-1' };

const ec2 = (
  what: string,
  operation: string,
  context: Question['context'] = {},
  resource = connection,
): Denied => ({
  what,
  ask: () => ({ action: `ec2:${operation}`, resource, context: { ...REGION, ...context } }),
  owner: ONE,
});

const question = (who: string, { ask, owner = HUB.account }: Denied): Question => ({ who, owner, ...ask() });

const isDenied = async (who: string, row: Denied): Promise<void> => {
  const asked = question(who, row);
  expect(await isAllowed(asked, policies), tell(asked)).toBe(false);
};

/** Proves that the row would notice. */
const isAllowedByOneActionMore = async (who: string, row: Denied): Promise<void> => {
  const asked = question(who, row);
  const wider = allowing(policies, roleName(who), asked.action);
  expect(await isAllowed(asked, wider), `${tell(asked)}, by one action more`).toBe(true);
};

describe('a function may not do what others do', () => {
  it.each<[string, Denied]>([
    ['pages/show-decision', item('UpdateItem', REQUEST)],
    ['pages/show-decision', item('PutItem', 'DIRECTORY')],
    ['pages/show-status', item('GetItem', 'IDEMPOTENCY#caller#key')],
    ['pages/show-status', item('PutItem', 'LINK#hash')],
    ['pages/show-board', item('UpdateItem', 'LINK#hash')],
    ['pages/show-board-request', item('UpdateItem', REQUEST)],
    ['pages/make-decision', item('PutItem', 'DIRECTORY')],
    [
      'pages/make-decision',
      hub('states:StartExecution', MACHINE, { 'states:StateMachineQualifier': 'live' }),
    ],
    ['pages/ask-again', item('PutItem', 'DIRECTORY')],
    ['api/get-request', item('GetItem', 'LINK#hash')],
    ['api/get-request', item('GetItem', 'SECRET#CURSOR')],
    ['api/list-events', item('PutItem', REQUEST)],
    ['api/get-account', item('PutItem', 'DIRECTORY')],
    ['api/put-account', item('DeleteItem', 'DIRECTORY')],
    ['api/put-account', item('PutItem', REQUEST)],
    ['api/submit-request', item('UpdateItem', REQUEST)],
    ['api/submit-request', item('PutItem', 'LINK#hash')],
    ['api/cancel-request', item('PutItem', 'LINK#hash')],
    ['tasks/create-peering', item('PutItem', 'DIRECTORY')],
    ['tasks/record-outcome', item('UpdateItem', 'LINK#hash')],
    ['schedules/sweep', item('DeleteItem', 'PAIR#one#other')],
    ['schedules/sweep', item('DeleteItem', 'DIRECTORY')],
    ['schedules/digest', item('PutItem', REQUEST)],
    ['streams/archive-events', item('GetItem', REQUEST)],
    [
      'streams/record-bounce',
      hub('ses:SendEmail', SENDER, { 'ses:FromAddress': 'peerway@network.example.com' }),
    ],
  ])('%s: $what', async (who, row) => {
    await isDenied(who, row);
    await isAllowedByOneActionMore(who, row);
  });
});

describe('a function may do it only as Peerway does', () => {
  it.each<[string, Denied]>([
    ['api/submit-request', hub('states:StartExecution', MACHINE, {}, 'start past the alias')],
    [
      'api/submit-request',
      hub('states:StartExecution', MACHINE, { 'states:StateMachineQualifier': 'other' }, 'by another alias'),
    ],
    [
      'api/submit-request',
      hub('states:StartExecution', MACHINE.replace(/[^:]+$/, 'Other'), {
        'states:StateMachineQualifier': 'live',
      }),
    ],
    ['schedules/digest', hub('ses:SendEmail', SENDER, { 'ses:FromAddress': 'ceo@network.example.com' })],
    [
      'streams/publish-status-changes',
      hub('events:PutEvents', BUS, { 'events:source': ['peerway', 'aws.health'] }, 'in another’s name'),
    ],
    ['streams/publish-status-changes', hub('events:PutEvents', BUS, {}, 'in no name')],
  ])('%s: $what', async (who, row) => {
    await isDenied(who, row);
    await isAllowedByOneActionMore(who, row);
  });
});

describe('no function may', () => {
  const functions = () => [...policies.roles.keys()].filter((who) => who.includes('/'));

  it.each([
    hub('dynamodb:Scan', 'table'),
    item('DeleteItem', 'LINK#hash'),
    hub('dynamodb:DeleteTable', 'table'),
    hub('dynamodb:UpdateTimeToLive', 'table'),
    hub('states:StopExecution', `${MACHINE.replace(':stateMachine:', ':execution:')}:name`),
    hub('s3:GetObject', 'archive'),
    hub('s3:DeleteObjectVersion', 'archive'),
    hub('s3:BypassGovernanceRetention', 'archive'),
    hub('kms:ScheduleKeyDeletion', 'key'),
    hub('kms:Decrypt', 'key', {}, 'use the key past the table'),
  ])('$what', async (row) => {
    const named = { ...row, ask: () => ({ ...row.ask(), resource: resourceNamed(row.ask().resource) }) };
    for (const who of functions()) await isDenied(who, named);
    await isAllowedByOneActionMore('schedules/sweep', named);
  });

  it.each([item('DeleteItem', REQUEST), item('BatchWriteItem', REQUEST), item('PartiQLDelete', REQUEST)])(
    '$what, even if its role allows it',
    async (row) => {
      for (const who of functions()) await isDenied(who, row);
      const asked = question('schedules/sweep', row);
      expect(await isAllowed(asked, allowing(policies, 'schedules/sweep', asked.action))).toBe(false);
    },
  );

  const resourceNamed = (name: string): string => {
    const { tableArn, archiveArn, keyArn } = policies;
    return { table: tableArn, archive: `${archiveArn}/pr-1/000001-hash.json`, key: keyArn }[name] ?? name;
  };
});

describe('a member account', () => {
  it.each<[string, Denied]>([
    [
      'tasks/create-peering',
      assume('PeerwayRequester', { ...KNOWN, 'sts:ExternalId': 'guessed' }, 'by another id'),
    ],
    ['pages/make-decision', assume('PeerwayViewer', KNOWN, 'from a function that does not work there')],
    ['pages/ask-again', assume('PeerwayRequester', KNOWN, 'from a function that only looks')],
    ['schedules/sweep', assume('PeerwayAccepter', KNOWN, 'from a function that only looks')],
    ['schedules/sweep', assume('PeerwayConnector', KNOWN, 'from a function that only looks')],
    ['tasks/create-peering', assume('PeerwayConnector', KNOWN, 'from a function that requests')],
    ['tasks/accept-peering', assume('PeerwayConnector', KNOWN, 'from a function that accepts')],
    ['tasks/create-peering', assume('PeerwayAccepter', KNOWN, 'from the other side')],
    ['tasks/accept-peering', assume('PeerwayRequester', KNOWN, 'from the other side')],
    ['tasks/connect-vpcs', assume('PeerwayRequester', KNOWN, 'from a function that connects')],
    ['tasks/connect-vpcs', assume('PeerwayAccepter', KNOWN, 'from a function that connects')],
    ['tasks/disconnect-vpcs', assume('PeerwayRequester', KNOWN, 'from a function that disconnects')],
  ])('lets nobody in: %s, $what', async (who, row) => {
    await isDenied(who, row);
    const asked = question(who, row);
    expect(await isAllowed(asked, allowing(policies, who, 'sts:AssumeRole'))).toBe(false);
  });

  it('has no other role for the functions', async () => {
    await isDenied('tasks/create-peering', assume('Administrator', KNOWN, 'another role'));
  });

  it.each<[string, Denied]>([
    [
      'PeerwayRequester',
      ec2('peering with a stranger', 'CreateVpcPeeringConnection', {
        ...TAGGED,
        'ec2:AccepterVpc': vpc(STRANGER),
      }),
    ],
    [
      'PeerwayRequester',
      ec2('peering without the tag', 'CreateVpcPeeringConnection', { 'ec2:AccepterVpc': vpc(OTHER) }),
    ],
    [
      'PeerwayRequester',
      ec2('peering in another Region', 'CreateVpcPeeringConnection', {
        ...TAGGED,
        'ec2:AccepterVpc': vpc(OTHER),
        'aws:RequestedRegion': 'ap-south-1',
      }),
    ],
    ['PeerwayRequester', ec2('peering from another’s VPC', 'CreateVpcPeeringConnection', {}, vpc(OTHER))],
    ['PeerwayRequester', ec2('tagging what exists', 'CreateTags', TAGGED)],
    ['PeerwayRequester', ec2('deleting what others created', 'DeleteVpcPeeringConnection')],
    ['PeerwayRequester', ec2('accepting', 'AcceptVpcPeeringConnection', { 'ec2:RequesterVpc': vpc(OTHER) })],
    ['PeerwayRequester', ec2('deleting a VPC', 'DeleteVpc', {}, vpc(ONE))],
    ['PeerwayRequester', ec2('looking', 'DescribeVpcPeeringConnections', {}, '*')],
    ['PeerwayAccepter', ec2('looking', 'DescribeVpcPeeringConnections', {}, '*')],
    [
      'PeerwayViewer',
      ec2('peering', 'CreateVpcPeeringConnection', { ...TAGGED, 'ec2:AccepterVpc': vpc(OTHER) }),
    ],
    ['PeerwayViewer', ec2('accepting', 'AcceptVpcPeeringConnection', { 'ec2:RequesterVpc': vpc(OTHER) })],
    ['PeerwayViewer', ec2('deleting', 'DeleteVpcPeeringConnection', BY_PEERWAY)],
    [
      'PeerwayAccepter',
      ec2('accepting a stranger', 'AcceptVpcPeeringConnection', { 'ec2:RequesterVpc': vpc(STRANGER) }),
    ],
    [
      'PeerwayAccepter',
      ec2('rejecting a stranger', 'RejectVpcPeeringConnection', { 'ec2:RequesterVpc': vpc(STRANGER) }),
    ],
    ['PeerwayAccepter', ec2('deleting', 'DeleteVpcPeeringConnection')],
    ['PeerwayAccepter', ec2('tagging', 'CreateTags', TAGGED)],
    ['PeerwayAccepter', ec2('changing options', 'ModifyVpcPeeringConnectionOptions')],
    ['PeerwayViewer', ec2('adding a route', 'CreateRoute', MANAGED, table(ONE))],
    ['PeerwayRequester', ec2('adding a route', 'CreateRoute', MANAGED, table(ONE))],
    ['PeerwayConnector', ec2('adding a route to an untagged table', 'CreateRoute', {}, table(ONE))],
    ['PeerwayConnector', ec2('deleting a route of an untagged table', 'DeleteRoute', {}, table(ONE))],
    [
      'PeerwayConnector',
      ec2(
        'adding a route to a table whose tag says no',
        'CreateRoute',
        { 'aws:ResourceTag/peerway:routes': 'no' },
        table(ONE),
      ),
    ],
    [
      'PeerwayConnector',
      ec2(
        'adding a route to a table in another Region',
        'CreateRoute',
        { ...MANAGED, 'aws:RequestedRegion': 'ap-south-1' },
        table(ONE),
      ),
    ],
    ['PeerwayConnector', ec2('adding a route to another’s table', 'CreateRoute', MANAGED, table(OTHER))],
    ['PeerwayConnector', ec2('replacing a route', 'ReplaceRoute', MANAGED, table(ONE))],
    ['PeerwayConnector', ec2('tagging a table', 'CreateTags', {}, table(ONE))],
    ['PeerwayConnector', ec2('untagging a table', 'DeleteTags', MANAGED, table(ONE))],
    [
      'PeerwayConnector',
      ec2('resolving for a stranger who accepted', 'ModifyVpcPeeringConnectionOptions', {
        ...BY_PEERWAY,
        'ec2:RequesterVpc': vpc(ONE),
        'ec2:AccepterVpc': vpc(STRANGER),
      }),
    ],
    [
      'PeerwayConnector',
      ec2('resolving for a stranger who requested', 'ModifyVpcPeeringConnectionOptions', {
        'ec2:RequesterVpc': vpc(STRANGER),
        'ec2:AccepterVpc': vpc(ONE),
      }),
    ],
    [
      'PeerwayConnector',
      ec2('resolving on what others requested from here', 'ModifyVpcPeeringConnectionOptions', {
        'ec2:RequesterVpc': vpc(ONE),
        'ec2:AccepterVpc': vpc(OTHER),
      }),
    ],
    ['PeerwayConnector', ec2('deleting', 'DeleteVpcPeeringConnection', BY_PEERWAY)],
    ['PeerwayConnector', ec2('accepting', 'AcceptVpcPeeringConnection', { 'ec2:RequesterVpc': vpc(OTHER) })],
    ['PeerwayConnector', ec2('looking', 'DescribeRouteTables', {}, '*')],
  ])('does not let %s do it: $what', async (role, row) => {
    const who = memberRole(role, ONE);
    await isDenied(who, row);
    await isAllowedByOneActionMore(who, row);
  });
});
