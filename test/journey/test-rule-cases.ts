import { CreateTagsCommand } from '@aws-sdk/client-ec2';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeDirectory } from '../../functions/domain/directory/change-directory.ts';
import type {
  DirectoryDocument,
  Rule,
  RuleCondition,
  RuleTest,
} from '../../functions/domain/directory/document.ts';
import { isWritten } from '../../functions/domain/directory/rules.ts';
import { testRules } from '../../functions/domain/directory/test-rules.ts';
import type { RequestId, VpcId } from '../../functions/domain/request/peering-request.ts';
import { hasEnded } from '../../functions/domain/request/status.ts';
import type { RequestView } from '../../functions/edge/request-view.ts';
import { SEED_ACCOUNTS, type SeedVpc } from '../../local/seed.ts';
import { ANALYTICS, DAY, HUB, type Journey, MINUTE, PARTNER, PAYMENTS, startJourney } from './journey.ts';

const SEED = 20_260_303;
/** Of all cases, each outcome has more than one in so many. */
const OUTCOMES = 20;

const REGIONS = ['us-east-1', 'eu-west-1'] as const;

type Place = { account: string; region: string; vpc: SeedVpc; tags: Record<string, string> };

const TAGS: readonly Record<string, string>[] = [
  { env: 'dev' },
  { env: 'prod', team: 'data' },
  { team: 'data' },
  {},
];

/** In each account and Region, VPCs with every kind of blocks and tags. No two overlap. */
const PLACES: readonly Place[] = [PAYMENTS, ANALYTICS, PARTNER].flatMap((account, a) =>
  REGIONS.flatMap((region, r) =>
    TAGS.map((tags, t): Place => {
      const n = (a * REGIONS.length + r) * TAGS.length + t;
      const digits = n.toString(16).padStart(8, '0');
      const vpc: SeedVpc = {
        vpc_id: `vpc-${digits}` satisfies VpcId,
        name: `vpc ${n}`,
        region,
        cidr_blocks:
          n % 3 === 0 ? [`172.${16 + (n % 16)}.${n}.0/24`] : [`10.${n}.0.0/16`, `100.64.${n}.0/24`],
        ...(n % 4 === 1 && { ipv6_cidr_blocks: [`2001:db8:${n}00::/56`] }),
      };
      return { account, region, vpc, tags };
    }),
  ),
);

const blocksOf = ({ vpc }: Place): string[] => [...vpc.cidr_blocks, ...(vpc.ipv6_cidr_blocks ?? [])];

const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(value, { nil: undefined, freq: 2 });

const some = (...values: string[]): fc.Arbitrary<string[]> =>
  fc.subarray(values, { minLength: Math.ceil(values.length / 2) });

const someTags = fc.constantFrom({ env: 'dev' }, { env: 'prod' }, { team: 'data' });

const CONDITIONS = {
  requester_accounts: some(PAYMENTS, ANALYTICS, 'group:everybody', 'group:payments'),
  peer_accounts: some(ANALYTICS, PARTNER, 'group:payments'),
  requester_regions: some(...REGIONS),
  peer_regions: some(...REGIONS),
  same_region: fc.boolean(),
  cidr_blocks: some('10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '10.0.0.0/13', '2001:db8::/32'),
  requester_tags: someTags,
  peer_tags: someTags,
  asks_for_routes: fc.boolean(),
} as const satisfies Record<keyof RuleCondition, fc.Arbitrary<unknown>>;

/** Few requests are as a rule with many conditions wants them. Blocks and tags aren't known everywhere. */
const condition = (where: 'directory' | 'entry'): fc.Arbitrary<RuleCondition> => {
  const fields = (Object.keys(CONDITIONS) as (keyof RuleCondition)[]).filter(
    (field) => where === 'directory' || field !== 'peer_accounts',
  );
  const chosen = fc.oneof(
    fc.shuffledSubarray(fields, { maxLength: 2 }),
    fc.constantFrom<(keyof RuleCondition)[]>(['peer_tags'], ['cidr_blocks']),
  );
  return chosen.chain((names) =>
    fc.record(Object.fromEntries(names.map((name) => [name, CONDITIONS[name] as fc.Arbitrary<never>]))),
  );
};

type Without<Value> = { [Field in keyof Value]: Exclude<Value[Field], undefined> };

const compact = <Value extends object>(value: Value): Without<Value> =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Without<Value>;

type Outcome = Pick<Rule, 'then'> & {
  [Field in 'approvers' | 'required_approvals' | 'longest_active_for']?: Rule[Field] | undefined;
};

const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      then: fc.constant('accept' as const),
      longest_active_for: maybe(fc.constant(30 * DAY)),
    }),
  },
  fc.record({
    then: fc.constant('ask' as const),
    approvers: maybe(fc.constantFrom(['group:security'], ['sam@security.example', 'sol@security.example'])),
    required_approvals: maybe(fc.constantFrom(1, 2)),
  }),
  fc.record({ then: fc.constant('refuse' as const) }),
);

const rules = (where: 'directory' | 'entry'): fc.Arbitrary<Rule[]> =>
  fc.array(
    fc
      .tuple(condition(where), outcome)
      .map(([when, what]): Rule => ({ name: '', when, because: 'It is written.', ...compact(what) })),
    { maxLength: 4 },
  );

const place = (accounts: readonly string[]) =>
  fc.constantFrom(...PLACES.filter(({ account }) => accounts.includes(account)));

/** A directory, and a request to one of its accounts. */
const aCase = fc
  .record({
    shared: rules('directory'),
    own: rules('entry'),
    auto: fc.subarray([PAYMENTS, ANALYTICS]),
    from: place([PAYMENTS, ANALYTICS]),
    to: place([PAYMENTS, ANALYTICS, PARTNER]),
    routes: fc.boolean(),
    active_for: maybe(fc.constant(10 * DAY)),
  })
  .filter(({ from, to }) => from !== to);

type Case = typeof aCase extends fc.Arbitrary<infer Each> ? Each : never;

const named = (list: readonly Rule[], prefix: string): Rule[] =>
  list.map((rule, n) => ({ ...rule, name: `${prefix}-${n}` }));

/** As the network team would write the case. Without a role, Peerway sees nothing of a VPC. */
const asTest = ({ from, to, routes, active_for }: Case): RuleTest => {
  const sideOf = (at: Place) => ({
    account_id: at.account,
    region: at.region,
    ...(at.account !== PARTNER && {
      cidr_blocks: blocksOf(at),
      tags: { Name: at.vpc.name, ...at.tags },
    }),
  });
  return {
    name: 'generated',
    request: {
      requester: sideOf(from),
      peer: sideOf(to),
      asks_for_routes: routes,
      ...(active_for && { active_for }),
    },
    expect: 'ask',
  };
};

type Decided = { then: Rule['then']; rule: string | null };

/** So many generated cases are decided by `peerway directory test` as by a submission. */
export const testRuleCases = (count: number): void => {
  let journey: Journey;
  let write: (each: Case) => Promise<DirectoryDocument>;
  beforeAll(async () => {
    journey = await startJourney({
      accounts: SEED_ACCOUNTS.map((account) => ({
        ...account,
        vpcs: PLACES.filter((each) => each.account === account.account_id).map(({ vpc }) => vpc),
      })),
    });
    for (const { account, region, vpc, tags } of PLACES) {
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      if (Tags.length === 0) continue;
      await journey.ec2As(account, region).send(new CreateTagsCommand({ Resources: [vpc.vpc_id], Tags }));
    }
    const { directoryStore, clock } = await import('../../functions/wiring.ts');
    const deps = { directoryStore: directoryStore(), clock, defaultReminders: [] };
    write = async ({ shared, own, auto, to }) => {
      const { next } = await changeDirectory(
        (document) => {
          const entry = document.accounts[to.account];
          if (!entry) throw new Error(`no entry for ${to.account}`);
          const changed = {
            ...entry,
            approvers: ['anna@analytics.example', 'arun@analytics.example'],
            auto_accept_from: auto,
            rules: named(own, 'own'),
          };
          return {
            ...document,
            groups: { security: ['sid@security.example', 'sue@security.example'] },
            account_groups: { everybody: [PAYMENTS, ANALYTICS, PARTNER], payments: [PAYMENTS] },
            accounts: { ...document.accounts, [to.account]: changed },
            rules: named(shared, 'shared'),
          };
        },
        { actor: { kind: 'caller', id: 'arn:aws:iam::999999999999:user/nora' } },
        deps,
      );
      return next;
    };
  });
  afterAll(() => journey.close());

  const byTest = (each: Case, document: DirectoryDocument): Decided => {
    const [result] = testRules({ ...document, tests: [asTest(each)] }, journey.clock.now());
    if (!result) throw new Error(`no entry for ${each.to.account}`);
    const { then, rule } = result.ruling;
    return { then, rule: rule && (then !== 'ask' || isWritten(rule)) ? rule.name : null };
  };

  const bySubmission = async ({ from, to, routes, active_for }: Case): Promise<Decided> => {
    const { body } = await journey.call<RequestView>(HUB, 'POST', '/peering-requests', {
      vpc_id: from.vpc.vpc_id,
      vpc_owner_id: from.account,
      vpc_region: from.region,
      peer_vpc_id: to.vpc.vpc_id,
      peer_owner_id: to.account,
      peer_region: to.region,
      justification: 'To see what the rules decide.',
      ...(routes && { connect: { routes: true } }),
      ...(active_for && { active_for: `PT${active_for / 3600}H` }),
    });
    if (!body.success) {
      const [detail] = body.error.details as { rule?: string; message: string }[];
      if (body.error.code === 'REFUSED_BY_RULE') return { then: 'refuse', rule: detail?.rule ?? null };
      throw new Error(`${body.error.code}: ${detail?.message ?? body.error.message}`);
    }
    await journey.pass(MINUTE);
    const { id, decision, rule } = await journey.request(body.data.id);
    await end(id);
    if (decision) return { then: decision.kind === 'accept' ? 'accept' : 'refuse', rule: decision.by.id };
    return { then: 'ask', rule: rule?.name ?? null };
  };

  /** Frees the pair. */
  const end = async (id: RequestId): Promise<void> => {
    await journey.call(HUB, 'POST', `/peering-requests/${id}/cancel`, {});
    for (let minute = 0; minute < 30; minute++) {
      await journey.pass(MINUTE);
      if (hasEnded((await journey.request(id)).status)) return;
    }
    throw new Error(`${id} doesn’t end`);
  };

  test(`${count} cases (seed ${SEED}) are decided by the directory's test as by a submission`, {
    timeout: 3_600_000,
  }, async () => {
    const counts = { accept: 0, ask: 0, refuse: 0, undetermined: 0 };
    for (const each of fc.sample(aCase, { numRuns: count, seed: SEED })) {
      const document = await write(each);
      const decided = byTest(each, document);
      expect(await bySubmission(each), JSON.stringify(each)).toEqual(decided);
      counts[decided.then]++;
      const [{ ruling } = {}] = testRules({ ...document, tests: [asTest(each)] }, journey.clock.now());
      if (ruling?.undetermined.length) counts.undetermined++;
    }
    for (const times of Object.values(counts)) expect(times).toBeGreaterThan(count / OUTCOMES);
  });
};
