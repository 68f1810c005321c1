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
};

export type SeedAccount = {
  account_id: string;
  name: string;
  /** Whether the spoke stack's roles exist in this account. */
  onboarded: boolean;
  approvers: readonly string[];
  /** Notified with the approvers when the last reminder is due. */
  escalation_email?: string;
  /** What Peerway does about its routes and DNS resolution. */
  connect?: 'apply';
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
  analyticsUs: 'vpc-02222222222222a01',
  analyticsEu: 'vpc-02222222222222e01',
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

export const SEED_ACCOUNTS: readonly SeedAccount[] = [
  { account_id: HUB_ACCOUNT_ID, name: 'network-hub', onboarded: false, approvers: [], vpcs: [] },
  {
    account_id: '111111111111',
    name: 'payments',
    onboarded: true,
    approvers: ['priya@payments.example', 'paul@payments.example'],
    connect: 'apply',
    vpcs: [
      { vpc_id: VPC.paymentsUs, name: 'payments-us', region: 'us-east-1', cidr_blocks: ['10.1.0.0/16'] },
      {
        vpc_id: VPC.paymentsEu,
        name: 'payments-eu',
        region: 'eu-west-1',
        cidr_blocks: ['10.2.0.0/16'],
        ipv6_cidr_blocks: ['2001:db8:2000::/56'],
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
    vpcs: [
      { vpc_id: VPC.analyticsUs, name: 'analytics-us', region: 'us-east-1', cidr_blocks: ['10.20.0.0/16'] },
      { vpc_id: VPC.analyticsEu, name: 'analytics-eu', region: 'eu-west-1', cidr_blocks: ['10.21.0.0/16'] },
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
      { vpc_id: VPC.partnerUs, name: 'partner-us', region: 'us-east-1', cidr_blocks: ['10.33.0.0/16'] },
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
