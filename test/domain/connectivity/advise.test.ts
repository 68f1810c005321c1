import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { AdviceFacts } from '../../../functions/domain/connectivity/advice.ts';
import { adviseSide, adviseUnseen, commandsFor } from '../../../functions/domain/connectivity/advise.ts';
import type { ConnectStep, RouteFinding, RouteStep } from '../../../functions/domain/request/connect.ts';

const FACTS: AdviceFacts = {
  request_id: 'pr-01KJQ3Z9V8A1B2C3D4E5F6G7H8',
  role: 'accepter',
  side: { vpc_id: 'vpc-02222222222222e01', owner_id: '222222222222', region: 'eu-west-1' },
  connection: 'pcx-0123456789abcdef0',
  mode: 'advise',
  abilities: { routes: true, dns_resolution: true },
  tag: { key: 'peerway:routes', value: 'managed' },
};
const APPLIED: AdviceFacts = { ...FACTS, mode: 'apply' };

const TABLE = 'rtb-0aaaaaaaaaaaaaaaa';

const route = (finding: RouteFinding, more: Partial<RouteStep> = {}): ConnectStep => ({
  kind: 'route',
  side: 'accepter',
  route_table_id: TABLE,
  destination_cidr_block: '10.1.0.0/16',
  finding,
  ...more,
});
const ipv6 = route('missing', { destination_cidr_block: '2001:db8:1000::/56' });
const dns: ConnectStep = { kind: 'dns-resolution', side: 'accepter', finding: 'missing' };

/** EC2's intrinsic functions have tags that YAML doesn't know. */
const asTemplate = (text = '') =>
  parse(text, { customTags: [{ tag: '!Ref', resolve: (ref: string) => ({ Ref: ref }) }] });

describe('the lines for what Peerway leaves to an owner', () => {
  it('add each route that is missing, and the DNS option', () => {
    expect(adviseSide([route('missing'), ipv6, dns, route('present')], FACTS)?.aws_cli.split('\n')).toEqual([
      '# In account 222222222222, eu-west-1.',
      `aws ec2 create-route --region eu-west-1 --route-table-id ${TABLE} --destination-cidr-block 10.1.0.0/16 --vpc-peering-connection-id pcx-0123456789abcdef0`,
      `aws ec2 create-route --region eu-west-1 --route-table-id ${TABLE} --destination-ipv6-cidr-block 2001:db8:1000::/56 --vpc-peering-connection-id pcx-0123456789abcdef0`,
      `aws ec2 modify-vpc-peering-connection-options --region eu-west-1 --vpc-peering-connection-id pcx-0123456789abcdef0 --accepter-peering-connection-options '{"AllowDnsResolutionFromRemoteVpc":true}'`,
    ]);
  });

  it('are a CloudFormation template with the routes', () => {
    const { cloudformation } = adviseSide([route('missing'), ipv6, dns], FACTS) ?? {};
    expect(Object.values(asTemplate(cloudformation).Resources)).toEqual([
      {
        Type: 'AWS::EC2::Route',
        Properties: {
          RouteTableId: TABLE,
          DestinationCidrBlock: '10.1.0.0/16',
          VpcPeeringConnectionId: 'pcx-0123456789abcdef0',
        },
      },
      {
        Type: 'AWS::EC2::Route',
        Properties: {
          RouteTableId: TABLE,
          DestinationIpv6CidrBlock: '2001:db8:1000::/56',
          VpcPeeringConnectionId: 'pcx-0123456789abcdef0',
        },
      },
    ]);
    expect(adviseSide([dns], FACTS)).not.toHaveProperty('cloudformation');
  });

  it('change nothing that is there', () => {
    for (const finding of ['conflict', 'leftover', 'shadowed', 'full', 'present'] as const) {
      expect(adviseSide([route(finding, { leads_to: 'tgw-1' })], FACTS)).toBeUndefined();
    }
  });

  it('leave out what Peerway does itself', () => {
    expect(adviseSide([route('missing'), dns], APPLIED)).toBeUndefined();
    expect(
      adviseSide([route('missing'), route('not-managed'), dns], APPLIED)?.aws_cli.split('\n'),
    ).toHaveLength(2);
    const routesOnly = { ...APPLIED, abilities: { routes: true, dns_resolution: false } };
    expect(adviseSide([route('missing'), dns], routesOnly)?.aws_cli).toContain('modify-vpc-peering');
  });

  it('are for every route table where Peerway can’t look', () => {
    const scope = { destination_cidr_blocks: ['10.1.0.0/16'], dns_resolution: false };
    const { aws_cli, terraform, cloudformation } = adviseUnseen(scope, FACTS) ?? {};
    expect(aws_cli).toContain('for table in $(aws ec2 describe-route-tables --region eu-west-1');
    expect(terraform).toContain('for_each = toset(data.aws_route_tables.vpc_02222222222222e01.ids)');
    expect(asTemplate(cloudformation)).toMatchObject({
      Parameters: { RouteTableId: { Type: 'String' } },
      Resources: { RouteTo10x1x0x0x16: { Properties: { RouteTableId: { Ref: 'RouteTableId' } } } },
    });
  });
});

describe('the commands for a finding', () => {
  const verbs = (step: ConnectStep, facts = FACTS) =>
    commandsFor(step, facts).map((command) => command.replace(/^aws (?:ec2 )?/, '').split(' ')[0]);

  it.each([
    [route('present'), [], []],
    [route('missing'), ['create-route'], ['peerway']],
    [route('not-managed'), ['create-route'], ['create-tags', 'peerway']],
    [route('conflict'), ['replace-route'], ['replace-route']],
    [route('leftover'), ['delete-route', 'create-route'], ['delete-route', 'peerway']],
    [route('full'), ['service-quotas'], ['service-quotas']],
    [dns, ['modify-vpc-peering-connection-options'], ['peerway']],
    [
      { ...dns, finding: 'turned-off' } as const,
      ['modify-vpc-attribute', 'modify-vpc-attribute', 'modify-vpc-peering-connection-options'],
      ['modify-vpc-attribute', 'modify-vpc-attribute', 'peerway'],
    ],
  ])('%j are %j with advice alone, and %j where Peerway applies', (step, advised, applied) => {
    expect(verbs(step)).toEqual(advised);
    expect(verbs(step, APPLIED)).toEqual(applied);
  });

  it('delete the more specific routes, a prefix list by its ID, and none that is propagated', () => {
    const step = route('shadowed', {
      shadowed_by: [
        { destination: '10.1.4.0/24', leads_to: 'tgw-1' },
        { destination: '10.1.5.0/24', leads_to: 'tgw-1', prefix_list_id: 'pl-1' },
        { destination: '10.1.6.0/24', leads_to: 'tgw-1', prefix_list_id: 'pl-1' },
        { destination: '10.1.7.0/24', leads_to: 'vgw-1', is_propagated: true },
      ],
    });
    expect(commandsFor(step, FACTS)).toEqual([
      `aws ec2 delete-route --region eu-west-1 --route-table-id ${TABLE} --destination-cidr-block 10.1.4.0/24`,
      `aws ec2 delete-route --region eu-west-1 --route-table-id ${TABLE} --destination-prefix-list-id pl-1`,
    ]);
  });
});
