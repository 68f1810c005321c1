import { beforeAll, expect, it } from 'vitest';
import { allStatements, memberActions, type Statement, statementsOf } from './template/statements.ts';
import { CONNECTING, resourcesOf, type Synthesized, synthesize } from './template/synthesized.ts';

/** Actions that IAM knows no resources for, each with where that is said. */
const WITHOUT_RESOURCE_LEVEL: Readonly<Record<string, string>> = {
  'xray:PutTraceSegments': 'AWS X-Ray sees no resources in what it is sent',
  'xray:PutTelemetryRecords': 'likewise',
  'xray:GetSamplingRules': 'likewise; asked for by Step Functions',
  'xray:GetSamplingTargets': 'likewise; asked for by Step Functions',
  'dynamodb:ListStreams': 'asked for by Lambda of every reader of a stream',
  'logs:CreateLogDelivery': 'log deliveries have no ARN; asked for by Step Functions',
  'logs:GetLogDelivery': 'likewise',
  'logs:UpdateLogDelivery': 'likewise',
  'logs:DeleteLogDelivery': 'likewise',
  'logs:ListLogDeliveries': 'likewise',
  'logs:PutResourcePolicy': 'likewise',
  'logs:DescribeResourcePolicies': 'likewise',
  'logs:DescribeLogGroups': 'likewise',
  'ec2:DescribeVpcs': 'EC2 describes without a resource level',
  'ec2:DescribeVpcAttribute': 'likewise',
  'ec2:DescribeVpcPeeringConnections': 'likewise',
  'ec2:DescribeRouteTables': 'likewise',
  'ec2:DescribeSubnets': 'likewise',
  'ec2:DescribeSecurityGroups': 'likewise',
  'ec2:DescribeStaleSecurityGroups': 'likewise',
};

let made: Synthesized;
let statements: { at: string; statement: Statement }[];

beforeAll(() => {
  made = synthesize(CONNECTING);
  statements = [...allStatements(made.hub), ...allStatements(made.spoke)];
});

it('no policy allows an action by a wildcard', () => {
  expect(statements.length).toBeGreaterThan(30);
  for (const { at, statement } of statements) {
    for (const action of statement.actions) expect(action, at).not.toContain('*');
  }
});

it('every resource is named where IAM knows resources', () => {
  const anything = statements.filter(({ statement }) => statement.resources.includes('*'));
  for (const { at, statement } of anything) {
    for (const action of statement.actions) expect(Object.keys(WITHOUT_RESOURCE_LEVEL), at).toContain(action);
  }
  const used = new Set(anything.flatMap(({ statement }) => statement.actions));
  expect(Object.keys(WITHOUT_RESOURCE_LEVEL).filter((action) => !used.has(action))).toEqual([]);
});

it('no role may delete an item, nor write items past the conditions of our transactions', () => {
  const actions = statements.flatMap(({ statement }) => statement.actions);
  for (const forbidden of [
    'BatchWriteItem',
    'DeleteItem',
    'PartiQLDelete',
    'PartiQLUpdate',
    'PartiQLInsert',
    'Scan',
    'DeleteTable',
    'UpdateTimeToLive',
  ]) {
    expect(actions).not.toContain(`dynamodb:${forbidden}`);
  }
});

it('the table itself refuses to delete an item of a request, whoever asks', () => {
  const [policy, ...others] = resourcesOf(made.hub, 'AWS::DynamoDB::Table').flatMap(
    ([, { Properties }]) => (Properties['ResourcePolicy'] as { PolicyDocument: object } | undefined) ?? [],
  );
  expect(others).toEqual([]);
  expect(statementsOf(policy?.PolicyDocument)).toEqual([
    {
      effect: 'Deny',
      actions: ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PartiQLDelete'],
      resources: ['*'],
      conditions: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': ['REQUEST#*'] } },
      principal: { AWS: '*' },
    },
  ]);
});

it('executions are started by the alias alone', () => {
  const starting = statements.filter(({ statement }) => statement.actions.includes('states:StartExecution'));
  expect(starting.length).toBeGreaterThan(0);
  for (const { statement } of starting) {
    expect(statement.actions).toEqual(['states:StartExecution']);
    expect(statement.conditions).toEqual({
      'ForAnyValue:StringEquals': { 'states:StateMachineQualifier': ['live'] },
    });
  }
});

it('mail goes out from the sender’s address alone, and to recipients whose own address is an identity of SES', () => {
  const sending = statements.filter(({ statement }) => statement.actions.includes('ses:SendEmail'));
  expect(sending.length).toBeGreaterThan(0);
  for (const { statement } of sending) {
    expect(statement.conditions).toEqual({
      StringEquals: { 'ses:FromAddress': 'peerway@network.example.com' },
    });
    expect(statement.resources).toEqual([
      'arn:aws:ses:eu-central-1:999999999999:identity/*',
      expect.stringMatching(/^arn:aws:ses:eu-central-1:999999999999:configuration-set\/\$\{\w+\}$/),
    ]);
  }
});

it('the archive only grows', () => {
  const actions = statements.flatMap(({ statement }) => statement.actions);
  expect([...new Set(actions.filter((action) => action.startsWith('s3:')))]).toEqual(['s3:PutObject']);
});

it.each([
  ['PeerwayViewer', 'ec2/*', 'ec2/*'],
  ['PeerwayRequester', 'ec2/request/*', 'ec2/*'],
  ['PeerwayAccepter', 'ec2/accept/*', 'ec2/*'],
  ['PeerwayConnector', 'ec2/connect/*', 'ec2/connect/*'],
])(
  '%s in a member account trusts the hub’s functions that need it, by external id',
  (name, path, upgrading) => {
    const roles = (['separate', 'upgrading'] as const).map((memberRoles) =>
      resourcesOf(
        synthesize(memberRoles === 'separate' ? CONNECTING : { ...CONNECTING, memberRoles }).spoke,
        'AWS::IAM::Role',
      ).find(([, { Properties }]) => Properties['RoleName'] === name),
    );
    for (const [index, trusted] of [path, upgrading].entries()) {
      const [trust, ...others] = statementsOf(roles[index]?.[1].Properties['AssumeRolePolicyDocument']);
      expect(others).toEqual([]);
      expect(trust?.conditions).toEqual({
        ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::999999999999:role/peerway/${trusted}` },
        StringEquals: { 'sts:ExternalId': 'peerway-example', 'aws:PrincipalOrgID': 'o-exampleorgid' },
      });
    }
  },
);

it('a member account’s roles stay within Regions, known peers, and connections that Peerway made', () => {
  const of = (action: string) =>
    allStatements(made.spoke)
      .filter(({ statement }) => statement.actions.includes(action))
      .map(({ statement }) => statement.conditions);
  const inRegions = { StringEquals: { 'aws:RequestedRegion': ['eu-central-1', 'eu-west-1', 'us-east-1'] } };
  const peers = ['111111111111', '222222222222', '333333333333'].map((id) => `arn:aws:ec2:*:${id}:vpc/*`);
  expect(of('ec2:CreateVpcPeeringConnection')).toEqual([
    inRegions,
    {
      ...inRegions,
      ArnLike: { 'ec2:AccepterVpc': peers },
      Null: { 'aws:RequestTag/peerway:request-id': 'false' },
    },
  ]);
  expect(of('ec2:RejectVpcPeeringConnection')).toEqual([
    { ...inRegions, ArnLike: { 'ec2:RequesterVpc': peers } },
  ]);
  expect(of('ec2:DeleteVpcPeeringConnection')).toEqual([
    { Null: { 'aws:ResourceTag/peerway:request-id': 'false' } },
  ]);
  expect(of('ec2:CreateTags')).toEqual([
    { StringEquals: { 'ec2:CreateAction': 'CreateVpcPeeringConnection' } },
  ]);
  const own = arnOfOwn('vpc/*');
  expect(of('ec2:ModifyVpcPeeringConnectionOptions')).toEqual([
    {
      ...inRegions,
      ArnLike: { 'ec2:RequesterVpc': own, 'ec2:AccepterVpc': peers },
      Null: { 'aws:ResourceTag/peerway:request-id': 'false' },
    },
    { ...inRegions, ArnLike: { 'ec2:AccepterVpc': own, 'ec2:RequesterVpc': peers } },
  ]);
});

it('connections that Peerway did not create are deleted only where the configuration lets it', () => {
  const deletions = allStatements(synthesize({ deleteFound: true }).spoke)
    .map(({ statement }) => statement)
    .filter(({ actions }) => actions.includes('ec2:DeleteVpcPeeringConnection'));
  expect(deletions).toMatchObject([
    {
      actions: ['ec2:DeleteVpcPeeringConnection'],
      resources: [`arn:aws:ec2:*:\${AWS::AccountId}:vpc-peering-connection/*`],
      conditions: {
        StringEquals: { 'aws:RequestedRegion': ['eu-central-1', 'eu-west-1', 'us-east-1'] },
      },
    },
  ]);
  expect(deletions[0]?.conditions['Null']).toBeUndefined();
});

function arnOfOwn(rest: string): unknown {
  return { 'Fn::Join': ['', ['arn:aws:ec2:*:', { Ref: 'AWS::AccountId' }, `:${rest}`]] };
}

const ROUTES_ONLY = { routes: true, managedTag: { key: 'owner/routes', value: 'by-peerway' } };

it('routes change only in the tables of the account that carry the tag, and no role can set the tag', () => {
  const { spoke } = synthesize({ connect: ROUTES_ONLY });
  const doing = (action: RegExp) =>
    allStatements(spoke).flatMap(({ statement: { actions, resources, conditions } }) =>
      actions.some((each) => action.test(each)) ? [{ actions, resources, conditions }] : [],
    );
  const own = (rest: string) => `arn:aws:ec2:*:\${AWS::AccountId}:${rest}/*`;
  expect(doing(/Route$/)).toEqual([
    {
      actions: ['ec2:CreateRoute', 'ec2:DeleteRoute'],
      resources: [own('route-table')],
      conditions: {
        StringEquals: {
          'aws:RequestedRegion': ['eu-central-1', 'eu-west-1', 'us-east-1'],
          'aws:ResourceTag/owner/routes': 'by-peerway',
        },
      },
    },
  ]);
  expect(doing(/Tags$/)).toMatchObject([
    { actions: ['ec2:CreateTags'], resources: [own('vpc-peering-connection')] },
  ]);
});

const LOOKS = ['ec2:DescribeVpcAttribute', 'ec2:DescribeVpcPeeringConnections', 'ec2:DescribeVpcs'];
const LOOKS_AT_ROUTES = [
  'ec2:DescribeRouteTables',
  'ec2:DescribeSubnets',
  'ec2:GetManagedPrefixListEntries',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSecurityGroupReferences',
  'ec2:DescribeStaleSecurityGroups',
];

it.each<[object, string[], string[] | undefined]>([
  [{}, LOOKS, undefined],
  [{ connect: ROUTES_ONLY }, [...LOOKS, ...LOOKS_AT_ROUTES], ['ec2:CreateRoute', 'ec2:DeleteRoute']],
  [
    { connect: { dnsResolution: true } },
    [...LOOKS, ...LOOKS_AT_ROUTES],
    ['ec2:ModifyVpcPeeringConnectionOptions'],
  ],
])(
  'a member account lets Peerway look at routes and security groups, and change what is turned on: %j',
  (changes, looks, does) => {
    const actions = memberActions(synthesize(changes).spoke);
    expect([...(actions.get('PeerwayViewer') ?? [])].sort()).toEqual(looks.sort());
    expect(actions.get('PeerwayConnector')).toEqual(does && new Set(does));
  },
);

it('where member accounts have no such role, no function can assume it', () => {
  const roles = allStatements(synthesize().hub)
    .filter(({ statement }) => statement.actions.includes('sts:AssumeRole'))
    .flatMap(({ statement }) => statement.resources.map((arn) => arn.split('/').at(-1)));
  expect(new Set(roles)).toEqual(new Set(['PeerwayViewer', 'PeerwayRequester', 'PeerwayAccepter']));
});

it('a member account calls the API by a role that proves its account, and reaches no route of the network team', () => {
  const callers = resourcesOf(made.hub, 'AWS::IAM::Role').filter(([, { Properties }]) =>
    String(Properties['RoleName']).startsWith('PeerwayCaller-'),
  );
  expect(callers.map(([, { Properties }]) => Properties['RoleName'])).toEqual([
    'PeerwayCaller-11',
    'PeerwayCaller-22',
  ]);
  for (const [id, { Properties }] of callers) {
    const account = String(Properties['RoleName']).slice(-2).repeat(6);
    const [trust, ...others] = statementsOf(Properties['AssumeRolePolicyDocument']);
    expect(others).toEqual([]);
    expect(trust?.actions).toEqual(['sts:AssumeRole']);
    expect(trust?.principal).toEqual({ AWS: `arn:aws:iam::${account}:root` });
    expect(trust?.conditions).toEqual({
      StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' },
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a policy variable
      StringLike: { 'sts:RoleSessionName': '${aws:PrincipalAccount}-*' },
    });
    const [attached, ...more] = (Properties['ManagedPolicyArns'] as { Ref: string }[]).map(({ Ref }) => Ref);
    expect(more).toEqual([]);
    const own = allStatements(made.hub).filter(({ at }) => at === attached || at.startsWith(id.slice(0, -8)));
    for (const { statement } of own) {
      expect(statement.actions).toEqual(['execute-api:Invoke']);
      for (const arn of statement.resources) {
        expect(arn).toMatch(/\/\$default\/(?:GET|HEAD|POST)\/(?:peering-requests|connections|caller)/);
        expect(arn).not.toMatch(/accounts|board|adopt/);
      }
    }
    expect(own).toHaveLength(1);
  }
});

it('without an organization, and with any peer, the rest of the conditions stays', () => {
  const open = synthesize({ organizationId: undefined, peersOf: 'any-account' });
  for (const [, { Properties }] of resourcesOf(open.spoke, 'AWS::IAM::Role')) {
    const [trust] = statementsOf(Properties['AssumeRolePolicyDocument']);
    expect(trust?.conditions['StringEquals']).toEqual({ 'sts:ExternalId': 'peerway-example' });
  }
  const [create] = allStatements(open.spoke).flatMap(({ statement }) =>
    statement.conditions['ArnLike']?.['ec2:AccepterVpc'] ? [statement] : [],
  );
  expect(create?.conditions['ArnLike']).toEqual({ 'ec2:AccepterVpc': ['arn:aws:ec2:*:*:vpc/*'] });
});
