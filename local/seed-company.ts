import { REGIONS, SEED_ACCOUNTS, type SeedAccount, type SeedVpc } from './seed.ts';
import { type Random, seededRandom } from './seeded-random.ts';

export const MOST_ACCOUNTS = 1000;

const SEED = 20_260_302;

/** What many VPCs were given before anybody thought of peering them: the block of a default VPC. */
const OVERLAPPING_BLOCK = '172.31.0.0/16';

/** The seeded accounts use the blocks below. */
const FIRST_BLOCK = 64;
const MOST_VPCS = 3;

/** Platform teams come first: most requests are for them. */
const TEAMS = [
  ...['identity', 'data-lake', 'ledger', 'event-bus', 'search', 'build', 'observability', 'mail', 'files'],
  ...['fraud', 'cards', 'loans', 'savings', 'insurance', 'invoices', 'billing', 'tax', 'treasury', 'risk'],
  ...['catalog', 'pricing', 'orders', 'carts', 'returns', 'shipping', 'warehouse', 'fleet', 'suppliers'],
  ...['web', 'mobile', 'partners', 'support', 'chat', 'reviews', 'loyalty', 'campaigns', 'surveys', 'ads'],
  ...['hr', 'payroll', 'travel', 'legal', 'audit', 'archive', 'contracts', 'training', 'facilities'],
  ...['maps', 'routing', 'telemetry', 'devices', 'firmware', 'energy', 'charging', 'parking', 'tolls'],
  ...['forecast', 'pricing-lab', 'research', 'vision', 'speech', 'features', 'models', 'experiments'],
  ...['media', 'streaming', 'images', 'video', 'subtitles', 'playlists', 'radio', 'podcasts', 'events'],
] as const;

const STAGES = ['prod', 'staging', 'dev', 'sandbox'] as const;

const NAMES = [
  ...['ada', 'amir', 'bea', 'boris', 'carla', 'chen', 'dana', 'diego', 'edith', 'emeka', 'fatima', 'finn'],
  ...['grace', 'gustav', 'hana', 'henry', 'ines', 'ivan', 'jana', 'jonas', 'kofi', 'lena', 'luis', 'mara'],
  ...['mehmet', 'nadia', 'noah', 'olga', 'omar', 'petra', 'quinn', 'rosa', 'ravi', 'sara', 'sven', 'tala'],
  ...['tom', 'uma', 'vera', 'wen', 'yara', 'zoe'],
] as const;

/**
 * The accounts of a company: the seeded ones, and as many more as it takes to have this many member accounts. The
 * first ones are the same however many there are.
 */
export const companyAccounts = (members: number): SeedAccount[] => {
  const random = seededRandom(SEED);
  const network = addressPlan(random);
  const missing = members - SEED_ACCOUNTS.filter(({ vpcs }) => vpcs.length > 0).length;
  const teams = Array.from({ length: Math.ceil(missing / STAGES.length) }, (_, n) =>
    team(n, random, network),
  );
  return [...SEED_ACCOUNTS, ...teams.flat().slice(0, missing)];
};

const team = (n: number, random: Random, network: () => Network): SeedAccount[] => {
  const round = Math.floor(n / TEAMS.length);
  const name = `${TEAMS[n % TEAMS.length]}${round > 0 ? `-${round + 1}` : ''}`;
  const first = Math.floor(random() * NAMES.length);
  const people = [0, 11, 23].map((step) => `${NAMES[(first + step) % NAMES.length]}@${name}.example`);
  return STAGES.map((stage) => {
    const isProduction = stage === 'prod';
    const account = `${name}-${stage}`;
    return {
      account_id: String(200_000_000_000 + Math.floor(random() * 700_000_000_000)),
      name: account,
      onboarded: random() < 0.92,
      approvers: people.slice(0, isProduction ? 3 : 1 + Math.floor(random() * 2)),
      ...(isProduction && { escalation_email: `lead@${name}.example` }),
      ...(isProduction && random() < 0.3 && { required_approvals: 2 }),
      ...(random() < 0.2 && { connect: 'apply' as const }),
      vpcs: Array.from({ length: 1 + Math.floor(random() * MOST_VPCS) }, () => vpc(account, network())),
    };
  });
};

type Network = { digits: string; region: string; block: string; managed: boolean };

const vpc = (account: string, { digits, region, block, managed }: Network): SeedVpc => ({
  vpc_id: `vpc-0${digits}`,
  name: `${account}-${region.slice(0, 2)}`,
  region,
  cidr_blocks: [block],
  main_table: { managed },
});

/** Blocks of 4,096 addresses, none of which overlap, and now and then one that many have. */
const addressPlan = (random: Random): (() => Network) => {
  let next = 0;
  return () => {
    const block = `10.${FIRST_BLOCK + (next >> 4)}.${(next & 15) * 16}.0/20`;
    next++;
    return {
      digits: next.toString(16).padStart(4, '0').padStart(16, 'c'),
      region: REGIONS[Math.floor(random() * REGIONS.length)] ?? 'us-east-1',
      block: random() < 0.08 ? OVERLAPPING_BLOCK : block,
      managed: random() < 0.5,
    };
  };
};
