import {
  DescribeVpcPeeringConnectionsCommand,
  type DescribeVpcPeeringConnectionsCommandInput,
  type Filter,
  paginateDescribeVpcPeeringConnections,
} from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { VPC } from '../../local/seed.ts';
import { emulatedEc2, outcome, PARTNER, requester, SETTLE, type World } from './emulated-ec2.ts';

describe('Filters and pages', () => {
  const found = async (world: World, input: DescribeVpcPeeringConnectionsCommandInput) => {
    const answer = await world.ec2(requester).send(new DescribeVpcPeeringConnectionsCommand(input));
    return answer.VpcPeeringConnections?.map((shown) => shown.AccepterVpcInfo?.VpcId).sort();
  };

  it.each<[title: string, filters: Filter[], expected: string[]]>([
    ['status-code', [{ Name: 'status-code', Values: ['active'] }], [VPC.analyticsUs]],
    ['one of several values', [{ Name: 'status-code', Values: ['active', 'failed'] }], [VPC.analyticsUs]],
    ['status-message', [{ Name: 'status-message', Values: ['Pending Acceptance by *'] }], [VPC.partnerUs]],
    [
      'requester vpc-id',
      [{ Name: 'requester-vpc-info.vpc-id', Values: [VPC.paymentsUs] }],
      [VPC.analyticsUs, VPC.partnerUs],
    ],
    [
      'requester cidr-block',
      [{ Name: 'requester-vpc-info.cidr-block', Values: ['10.1.?.0/16'] }],
      [VPC.analyticsUs, VPC.partnerUs],
    ],
    ['accepter vpc-id', [{ Name: 'accepter-vpc-info.vpc-id', Values: [VPC.partnerUs] }], [VPC.partnerUs]],
    ['accepter owner-id', [{ Name: 'accepter-vpc-info.owner-id', Values: ['2*'] }], [VPC.analyticsUs]],
    [
      'accepter cidr-block, not shown while pending',
      [{ Name: 'accepter-vpc-info.cidr-block', Values: ['10.*'] }],
      [VPC.analyticsUs],
    ],
    ['expiration-time', [{ Name: 'expiration-time', Values: ['2026-03-09T*'] }], [VPC.partnerUs]],
    ['tag:<key>', [{ Name: 'tag:request', Values: ['pr-2'] }], [VPC.partnerUs]],
    ['tag-key', [{ Name: 'tag-key', Values: ['request'] }], [VPC.partnerUs]],
    ['a wildcard taken literally', [{ Name: 'status-code', Values: ['act\\*'] }], []],
    [
      'all of several filters',
      [
        { Name: 'status-code', Values: ['active'] },
        { Name: 'tag-key', Values: ['*'] },
      ],
      [],
    ],
  ])('%s', async (_title, Filters, expected) => {
    await using world = await emulatedEc2();
    await world.active();
    const toPartner = { from: VPC.paymentsUs, to: VPC.partnerUs, toAccount: PARTNER };
    await world.create(requester, toPartner, { request: 'pr-2' });
    world.pass(SETTLE);
    expect(await found(world, { Filters })).toEqual(expected);
  });

  it.each<[title: string, input: DescribeVpcPeeringConnectionsCommandInput, code: string]>([
    ['an unknown filter', { Filters: [{ Name: 'color', Values: ['blue'] }] }, 'InvalidParameterValue'],
    [
      'more than 200 filter values',
      { Filters: [{ Name: 'status-code', Values: Array.from({ length: 201 }, String) }] },
      'FilterLimitExceeded',
    ],
    ['MaxResults below 5', { MaxResults: 4 }, 'InvalidParameterValue'],
    ['MaxResults above 1000', { MaxResults: 1001 }, 'InvalidParameterValue'],
    ['a NextToken of nobody’s', { NextToken: 'what' }, 'InvalidPaginationToken'],
    [
      'ids together with MaxResults',
      { VpcPeeringConnectionIds: ['pcx-0aaaaaaaaaaaaaaaa'], MaxResults: 5 },
      'InvalidParameterCombination',
    ],
  ])('refuses %s', async (_title, input, code) => {
    await using world = await emulatedEc2();
    expect(await outcome(found(world, input))).toBe(code);
  });

  it('pages show every connection once', async () => {
    await using world = await emulatedEc2();
    const ids: string[] = [];
    for (let host = 0; host < 12; host += 1) {
      const to = `vpc-000000000000000${host.toString(16).padStart(2, '0')}`;
      ids.push((await world.create(requester, { from: VPC.paymentsUs, to })).VpcPeeringConnectionId);
    }
    world.pass(SETTLE);
    const pages: (string | undefined)[][] = [];
    for await (const page of paginateDescribeVpcPeeringConnections(
      { client: world.ec2(requester), pageSize: 5 },
      {},
    )) {
      pages.push(page.VpcPeeringConnections?.map((shown) => shown.VpcPeeringConnectionId) ?? []);
    }
    expect(pages.map((page) => page.length)).toEqual([5, 5, 2]);
    expect(pages.flat().sort()).toEqual(ids.sort());
  });
});
