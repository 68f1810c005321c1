import {
  MANAGED_TAG,
  type SeedAccount,
  type SeedSecurityGroup,
  type SeedTable,
  type SeedVpc,
  TRANSIT_GATEWAY,
} from '../seed.ts';
import {
  association,
  emptyState,
  type GroupRule,
  mainTable,
  type Route,
  type RouteTable,
  type State,
  tagKey,
} from './state.ts';

export function seededState(accounts: readonly SeedAccount[]): State {
  const state = emptyState();
  for (const { account_id, vpcs } of accounts) for (const vpc of vpcs) addVpc(state, account_id, vpc);
  return state;
}

function addVpc(state: State, ownerId: string, seed: SeedVpc): void {
  const { vpc_id: vpcId, name, region, cidr_blocks, ipv6_cidr_blocks = [], dns_hostnames = false } = seed;
  const tag = (id: string, tags: Record<string, string>) => {
    if (Object.keys(tags).length > 0) state.tags[tagKey(ownerId, region, id)] = tags;
  };
  const vpc = {
    vpcId,
    ownerId,
    region,
    cidrBlocks: cidr_blocks.map((block) => association('vpc-cidr-assoc', block)),
    ipv6CidrBlocks: ipv6_cidr_blocks.map((block) => association('vpc-cidr-assoc', block)),
    enableDnsSupport: true,
    enableDnsHostnames: dns_hostnames,
  };
  state.vpcs.set(vpcId, vpc);
  tag(vpcId, { Name: name });

  const addTable = (table: RouteTable, contents: SeedTable, tags: Record<string, string>) => {
    table.routes.push(...seededRoutes(contents));
    const vgws = Object.values(contents.propagated ?? {});
    if (vgws.length > 0) table.propagatingVgws = [...new Set(vgws)];
    state.routeTables.push(table);
    tag(table.routeTableId, { ...tags, ...(contents.managed && { [MANAGED_TAG.key]: MANAGED_TAG.value }) });
    for (const { subnet_id, cidr_block, ipv6_cidr_block } of contents.subnets ?? []) {
      state.subnets.push({
        subnetId: subnet_id,
        vpcId,
        availabilityZone: `${region}a`,
        cidrBlock: cidr_block,
        ...(ipv6_cidr_block && { ipv6CidrBlock: association('subnet-cidr-assoc', ipv6_cidr_block) }),
      });
    }
  };
  addTable(mainTable(vpc), seed.main_table ?? {}, {});
  for (const contents of seed.route_tables ?? []) {
    const { route_table_id: routeTableId, name, subnets = [], gateway_id: gatewayId } = contents;
    const associated = [
      ...subnets.map(({ subnet_id: subnetId }) => ({ digits: subnetId.slice('subnet-'.length), subnetId })),
      ...(gatewayId ? [{ digits: gatewayId.slice('igw-'.length), gatewayId }] : []),
    ];
    const associations = associated.map(({ digits, ...to }) => ({
      associationId: `rtbassoc-${digits}`,
      ...to,
    }));
    addTable({ routeTableId, vpcId, routes: [], associations }, contents, { Name: name });
  }
  for (const { prefix_list_id: prefixListId, max_entries: maxEntries, cidr_blocks } of seed.prefix_lists ??
    []) {
    state.prefixLists.push({ prefixListId, ownerId, region, maxEntries, cidrBlocks: [...cidr_blocks] });
  }
  for (const { group_id, name: groupName, from } of seed.security_groups ?? []) {
    const rules = from === undefined ? [] : [seededRule(region, from)];
    state.securityGroups.push({ groupId: group_id, vpcId, groupName, description: groupName, rules });
  }
}

function seededRule(region: string, from: NonNullable<SeedSecurityGroup['from']>): GroupRule {
  const { group_id: groupId, port, owner_id: accountId, vpc_id: vpcId, connection_id: connectionId } = from;
  const peer = { side: { accountId, region, vpcId }, connectionId };
  return { ipProtocol: 'tcp', fromPort: port, toPort: port, groupId, peer };
}

function seededRoutes({ routes = {}, propagated = {}, more_routes = 0 }: SeedTable): Route[] {
  const leading = (entries: [string, string][], origin: Route['origin']) =>
    entries.map(([destination, target]) => ({ destination, target, origin, createdAt: 0 }));
  const more = Array.from({ length: more_routes }, (_, index): [string, string] => [
    `10.${192 + (index >> 8)}.${index & 255}.0/24`,
    TRANSIT_GATEWAY,
  ]);
  return [
    ...leading([...Object.entries(routes), ...more], 'CreateRoute'),
    ...leading(Object.entries(propagated), 'EnableVgwRoutePropagation'),
  ];
}
