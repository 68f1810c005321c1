/**
 * The accounts that the local stack starts with: the hub, two onboarded member accounts with VPCs in two Regions,
 * and a partner's account in which Peerway has no role.
 */
export type SeedVpc = {
  vpc_id: string;
  name: string;
  region: string;
  /** The primary IPv4 block, followed by secondary ones. */
  cidr_blocks: readonly [string, ...string[]];
  ipv6_cidr_blocks?: readonly string[];
  /** Off if absent, as for any new VPC. */
  dns_hostnames?: boolean;
  /** What the main table holds. Its ID has the VPC's digits. */
  main_table?: SeedTable;
  route_tables?: readonly SeedRouteTable[];
  prefix_lists?: readonly SeedPrefixList[];
  security_groups?: readonly SeedSecurityGroup[];
};

export type SeedTable = {
  /** Whether its owner lets Peerway write its routes. */
  managed?: boolean;
  /** Those that use the table: a main one without saying so, another one by an association. */
  subnets?: readonly SeedSubnet[];
  /** Destinations, and what they lead to. */
  routes?: Readonly<Record<string, string>>;
  /** Destinations that a virtual private gateway propagates. */
  propagated?: Readonly<Record<string, string>>;
  /** The gateway whose traffic the table routes. */
  gateway_id?: string;
  /** How many more IPv4 routes lead to the transit gateway. */
  more_routes?: number;
};

export type SeedRouteTable = SeedTable & { route_table_id: string; name: string };

export type SeedSubnet = { subnet_id: string; cidr_block: string; ipv6_cidr_block?: string };

export type SeedSecurityGroup = {
  group_id: string;
  name: string;
  /** Takes traffic from a group of a peer, by a connection that may be gone. */
  from?: { group_id: string; port: number; owner_id: string; vpc_id: string; connection_id: string };
};

export type SeedPrefixList = {
  prefix_list_id: string;
  max_entries: number;
  cidr_blocks: readonly [string, ...string[]];
};

export type SeedAccount = {
  account_id: string;
  name: string;
  /** Whether the spoke stack's roles exist in this account. */
  onboarded: boolean;
  approvers: readonly string[];
  /** How many of them must accept: one if absent. */
  required_approvals?: number;
  /** Notified with the approvers when the last reminder is due. */
  escalation_email?: string;
  /** What Peerway does about its routes and DNS resolution. */
  connect?: 'apply';
  /** Whether a pending connection that was created outside Peerway becomes a request. */
  pick_up?: boolean;
  vpcs: readonly SeedVpc[];
};

export const HUB_ACCOUNT_ID = '999999999999';
export const HUB_REGION = 'us-east-1';

/** The Regions in which VPCs can be peered. */
export const REGIONS = ['us-east-1', 'eu-west-1'];

/** The external ID that the member accounts' roles require. */
export const EXTERNAL_ID = 'peerway-local';

/** The tag by which an owner lets Peerway write the routes of a table. */
export const MANAGED_TAG = { key: 'peerway:routes', value: 'managed' } as const;

export const VPC = {
  paymentsUs: 'vpc-01111111111111a01',
  paymentsEu: 'vpc-01111111111111e01',
  /** It can be connected to analyticsLake without a finding, by IPv4, IPv6 and secondary blocks. */
  paymentsLedger: 'vpc-01111111111111e02',
  /** Its tables are in the way of a connection to analyticsUs, each in another way. */
  paymentsLegacy: 'vpc-01111111111111a02',
  analyticsUs: 'vpc-02222222222222a01',
  analyticsEu: 'vpc-02222222222222e01',
  analyticsLake: 'vpc-02222222222222e03',
  /** Its only block overlaps paymentsUs. */
  analyticsOverlap: 'vpc-02222222222222a02',
  /** Only a secondary block overlaps paymentsUs. */
  analyticsSecondaryOverlap: 'vpc-02222222222222a03',
  /** Only its IPv6 block overlaps paymentsEu. */
  analyticsIpv6Overlap: 'vpc-02222222222222e02',
  partnerUs: 'vpc-03333333333333a01',
  partnerEu: 'vpc-03333333333333e01',
  /** Its only block overlaps paymentsUs, but Peerway has no role in this account. */
  partnerOverlap: 'vpc-03333333333333a02',
} as const;

/** The custom route tables. A main one has the digits of its VPC. */
export const TABLE = {
  paymentsEuApps: 'rtb-01111111111e01001',
  ledgerApps: 'rtb-01111111111e02001',
  ledgerData: 'rtb-01111111111e02002',
  legacyApps: 'rtb-01111111111a02001',
  /** The peer's block leads to a transit gateway. */
  legacyConflict: 'rtb-01111111111a02002',
  /** A part of the peer's block leads to a transit gateway, another part through a prefix list. */
  legacyShadowed: 'rtb-01111111111a02003',
  /** The peer's block leads to a connection that is gone. */
  legacyLeftover: 'rtb-01111111111a02004',
  /** It has no room for another IPv4 route. */
  legacyFull: 'rtb-01111111111a02005',
  /** The peer's block is propagated, which is in nobody's way. */
  legacyVpn: 'rtb-01111111111a02006',
  /** An internet gateway's, which can have no route to a connection. */
  legacyEdge: 'rtb-01111111111a02007',
  analyticsEuApps: 'rtb-02222222222e01001',
  lakeApps: 'rtb-02222222222e03001',
  lakeData: 'rtb-02222222222e03002',
  partnerApps: 'rtb-03333333333a01001',
} as const;

export const TRANSIT_GATEWAY = 'tgw-01111111111111a01';
const INTERNET_GATEWAY = 'igw-01111111111111a02';
export const LEGACY_PREFIXES = 'pl-01111111111111a02';
/** Of a connection to analyticsUs that was deleted long ago. */
const GONE_CONNECTION = 'pcx-01111111111111a02';

const subnet = (vpc: string, number: number, cidr_block: string, ipv6_cidr_block?: string): SeedSubnet => ({
  subnet_id: `${vpc.replace('vpc-0', 'subnet-')}${number}`,
  cidr_block,
  ...(ipv6_cidr_block !== undefined && { ipv6_cidr_block }),
});

export const SEED_ACCOUNTS: readonly SeedAccount[] = [
  { account_id: HUB_ACCOUNT_ID, name: 'network-hub', onboarded: false, approvers: [], vpcs: [] },
  {
    account_id: '111111111111',
    name: 'payments',
    onboarded: true,
    approvers: ['priya@payments.example', 'paul@payments.example'],
    connect: 'apply',
    vpcs: [
      {
        vpc_id: VPC.paymentsUs,
        name: 'payments-us',
        region: 'us-east-1',
        cidr_blocks: ['10.1.0.0/16'],
        main_table: { managed: true },
      },
      {
        vpc_id: VPC.paymentsLegacy,
        name: 'payments-legacy',
        region: 'us-east-1',
        cidr_blocks: ['10.3.0.0/16'],
        main_table: {
          subnets: [subnet(VPC.paymentsLegacy, 0, '10.3.0.0/24')],
          routes: { '0.0.0.0/0': INTERNET_GATEWAY },
        },
        route_tables: [
          {
            route_table_id: TABLE.legacyApps,
            name: 'legacy-apps',
            managed: true,
            subnets: [
              subnet(VPC.paymentsLegacy, 1, '10.3.1.0/24'),
              subnet(VPC.paymentsLegacy, 2, '10.3.2.0/24'),
            ],
            routes: { '10.0.0.0/8': TRANSIT_GATEWAY },
          },
          {
            route_table_id: TABLE.legacyConflict,
            name: 'legacy-transit',
            managed: true,
            subnets: [subnet(VPC.paymentsLegacy, 3, '10.3.3.0/24')],
            routes: { '10.20.0.0/16': TRANSIT_GATEWAY },
          },
          {
            route_table_id: TABLE.legacyShadowed,
            name: 'legacy-inspection',
            managed: true,
            subnets: [subnet(VPC.paymentsLegacy, 4, '10.3.4.0/24')],
            routes: { '10.20.64.0/18': TRANSIT_GATEWAY, [LEGACY_PREFIXES]: TRANSIT_GATEWAY },
          },
          {
            route_table_id: TABLE.legacyLeftover,
            name: 'legacy-reports',
            managed: true,
            subnets: [subnet(VPC.paymentsLegacy, 5, '10.3.5.0/24')],
            routes: { '10.20.0.0/16': GONE_CONNECTION },
          },
          {
            route_table_id: TABLE.legacyFull,
            name: 'legacy-branches',
            managed: true,
            subnets: [subnet(VPC.paymentsLegacy, 6, '10.3.6.0/24')],
            more_routes: 499,
          },
          {
            route_table_id: TABLE.legacyVpn,
            name: 'legacy-vpn',
            managed: true,
            subnets: [subnet(VPC.paymentsLegacy, 7, '10.3.7.0/24')],
            propagated: { '10.20.0.0/16': 'vgw-01111111111111a02' },
          },
          {
            route_table_id: TABLE.legacyEdge,
            name: 'legacy-edge',
            managed: true,
            gateway_id: INTERNET_GATEWAY,
          },
        ],
        security_groups: [
          {
            group_id: 'sg-01111111111111a02',
            name: 'legacy-reports',
            from: {
              // That group is gone too.
              group_id: 'sg-02222222222222a01',
              port: 5432,
              owner_id: '222222222222',
              vpc_id: VPC.analyticsUs,
              connection_id: GONE_CONNECTION,
            },
          },
        ],
        prefix_lists: [
          {
            prefix_list_id: LEGACY_PREFIXES,
            max_entries: 10,
            cidr_blocks: ['10.20.128.0/20', '10.90.0.0/16'],
          },
        ],
      },
      {
        vpc_id: VPC.paymentsEu,
        name: 'payments-eu',
        region: 'eu-west-1',
        cidr_blocks: ['10.2.0.0/16'],
        ipv6_cidr_blocks: ['2001:db8:2000::/56'],
        main_table: { routes: { '0.0.0.0/0': 'igw-01111111111111e01' } },
        route_tables: [
          {
            route_table_id: TABLE.paymentsEuApps,
            name: 'apps',
            managed: true,
            subnets: [subnet(VPC.paymentsEu, 1, '10.2.1.0/24', '2001:db8:2000:1::/64')],
          },
        ],
      },
      {
        vpc_id: VPC.paymentsLedger,
        name: 'payments-ledger',
        region: 'eu-west-1',
        security_groups: [{ group_id: 'sg-01111111111111e02', name: 'ledger-writers' }],
        cidr_blocks: ['10.4.0.0/16', '100.64.4.0/22'],
        ipv6_cidr_blocks: ['2001:db8:4000::/56'],
        dns_hostnames: true,
        main_table: {
          subnets: [subnet(VPC.paymentsLedger, 0, '10.4.0.0/24')],
          routes: { '0.0.0.0/0': 'igw-01111111111111e02' },
        },
        route_tables: [
          {
            route_table_id: TABLE.ledgerApps,
            name: 'ledger-apps',
            managed: true,
            subnets: [subnet(VPC.paymentsLedger, 1, '10.4.1.0/24', '2001:db8:4000:1::/64')],
            routes: { '0.0.0.0/0': 'nat-01111111111111e02', '::/0': 'eigw-01111111111111e02' },
          },
          {
            route_table_id: TABLE.ledgerData,
            name: 'ledger-data',
            managed: true,
            subnets: [subnet(VPC.paymentsLedger, 2, '100.64.4.0/24', '2001:db8:4000:2::/64')],
          },
        ],
      },
    ],
  },
  {
    account_id: '222222222222',
    name: 'analytics',
    onboarded: true,
    approvers: ['anna@analytics.example', 'arun@analytics.example'],
    escalation_email: 'head-of-data@analytics.example',
    connect: 'apply',
    pick_up: true,
    vpcs: [
      {
        vpc_id: VPC.analyticsUs,
        name: 'analytics-us',
        region: 'us-east-1',
        cidr_blocks: ['10.20.0.0/16'],
        main_table: { managed: true },
      },
      {
        vpc_id: VPC.analyticsEu,
        name: 'analytics-eu',
        region: 'eu-west-1',
        cidr_blocks: ['10.21.0.0/16'],
        main_table: { routes: { '0.0.0.0/0': 'igw-02222222222222e01' } },
        route_tables: [
          {
            route_table_id: TABLE.analyticsEuApps,
            name: 'apps',
            managed: true,
            subnets: [subnet(VPC.analyticsEu, 1, '10.21.1.0/24')],
          },
        ],
      },
      {
        vpc_id: VPC.analyticsLake,
        name: 'analytics-lake',
        region: 'eu-west-1',
        security_groups: [{ group_id: 'sg-02222222222222e03', name: 'lake-ingest' }],
        cidr_blocks: ['10.24.0.0/16', '100.64.24.0/22'],
        ipv6_cidr_blocks: ['2001:db8:2400::/56'],
        dns_hostnames: true,
        main_table: {
          subnets: [subnet(VPC.analyticsLake, 0, '10.24.0.0/24')],
          routes: { '0.0.0.0/0': 'igw-02222222222222e03' },
        },
        route_tables: [
          {
            route_table_id: TABLE.lakeApps,
            name: 'lake-apps',
            managed: true,
            subnets: [subnet(VPC.analyticsLake, 1, '10.24.1.0/24', '2001:db8:2400:1::/64')],
            routes: { '0.0.0.0/0': 'nat-02222222222222e03' },
          },
          {
            route_table_id: TABLE.lakeData,
            name: 'lake-data',
            managed: true,
            subnets: [subnet(VPC.analyticsLake, 2, '100.64.24.0/24', '2001:db8:2400:2::/64')],
          },
        ],
      },
      {
        vpc_id: VPC.analyticsOverlap,
        name: 'analytics-legacy',
        region: 'us-east-1',
        cidr_blocks: ['10.1.128.0/17'],
      },
      {
        vpc_id: VPC.analyticsSecondaryOverlap,
        name: 'analytics-grown',
        region: 'us-east-1',
        cidr_blocks: ['10.30.0.0/16', '10.1.64.0/18'],
      },
      {
        vpc_id: VPC.analyticsIpv6Overlap,
        name: 'analytics-v6',
        region: 'eu-west-1',
        cidr_blocks: ['10.40.0.0/16'],
        ipv6_cidr_blocks: ['2001:db8:2000::/56'],
      },
    ],
  },
  {
    account_id: '333333333333',
    name: 'partner',
    onboarded: false,
    approvers: ['pat@partner.example'],
    vpcs: [
      {
        vpc_id: VPC.partnerUs,
        name: 'partner-us',
        region: 'us-east-1',
        cidr_blocks: ['10.33.0.0/16'],
        route_tables: [
          {
            route_table_id: TABLE.partnerApps,
            name: 'apps',
            subnets: [subnet(VPC.partnerUs, 1, '10.33.1.0/24')],
          },
        ],
      },
      {
        vpc_id: VPC.partnerOverlap,
        name: 'partner-lab',
        region: 'us-east-1',
        cidr_blocks: ['10.1.192.0/18'],
      },
      { vpc_id: VPC.partnerEu, name: 'partner-eu', region: 'eu-west-1', cidr_blocks: ['10.34.0.0/16'] },
    ],
  },
];
