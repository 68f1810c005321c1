import { beforeAll, describe, expect, it } from 'vitest';
import { functionEntries } from '../../../infra/function-bundles.ts';
import { awsCallsOf } from '../aws-calls/aws-calls.ts';
import { CONNECTING, synthesize, type Template } from '../template/synthesized.ts';
import { type Access, accessOf, operationsIn } from './member-access.ts';
import { type Policies, policiesOf, type Role } from './policies.ts';
import oldCalls from './version-0.1/member-calls.json' with { type: 'json' };
import oldSpoke from './version-0.1/PeerwaySpoke.template.json' with { type: 'json' };

/** What each function's code calls in a member account, by role. */
type Calls = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

const HUBS = {
  'version 0.1': oldCalls as Calls,
  'this version': Object.fromEntries(
    functionEntries().map((entry) => [
      entry,
      Object.fromEntries([...awsCallsOf(entry).asMember].map(([role, actions]) => [role, [...actions]])),
    ]),
  ) as Calls,
};
const SPOKES = ['version 0.1', 'upgrading', 'separate', 'without routes'] as const;

type Hub = keyof typeof HUBS;
type Spoke = (typeof SPOKES)[number];

const access = new Map<string, Access>();
const accessIn = (hub: Hub, spoke: Spoke): Access => access.get(`${hub}, ${spoke}`) ?? new Map();

beforeAll(async () => {
  for (const spoke of SPOKES) {
    const policies = policiesOf({ ...synthesize(CONNECTING), spoke: templateOf(spoke) });
    access.set(`this version, ${spoke}`, await accessOf(Object.keys(HUBS['this version']), policies));
    const old = withOldHub(policies);
    access.set(`version 0.1, ${spoke}`, await accessOf(Object.keys(HUBS['version 0.1']), old));
  }
});

/** `without routes`: an account that wasn't updated since Peerway connects. */
const templateOf = (spoke: Spoke): Template => {
  if (spoke === 'version 0.1') return oldSpoke;
  if (spoke === 'without routes') return synthesize().spoke;
  return synthesize(spoke === 'separate' ? CONNECTING : { ...CONNECTING, memberRoles: spoke }).spoke;
};

/** All its functions that work in member accounts had roles in one path, and could assume both roles there. */
const withOldHub = (policies: Policies): Policies => {
  const role = (entry: string): Role => ({
    arn: `arn:aws:iam::999999999999:role/peerway/ec2/PeerwayHub-${entry.replace('/', '-')}`,
    account: '999999999999',
    policies: [
      {
        Version: '2012-10-17',
        Statement: ['PeerwayRequester', 'PeerwayAccepter'].map((name) => ({
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Resource: `arn:aws:iam::*:role/${name}`,
          Condition: { StringEquals: { 'aws:ResourceOrgID': 'o-exampleorgid' } },
        })),
      },
    ],
    boundary: undefined,
  });
  const old = Object.keys(oldCalls).map((entry) => [entry, role(entry)] as const);
  return { ...policies, roles: new Map([...policies.roles, ...old]) };
};

/** What the code calls and the account refuses. */
const refused = (hub: Hub, spoke: Spoke): string[] =>
  Object.entries(HUBS[hub]).flatMap(([entry, byRole]) =>
    Object.entries(byRole).flatMap(([role, actions]) => {
      const allowed = accessIn(hub, spoke).get(entry)?.get(role) ?? [];
      return operationsIn(actions)
        .filter((operation) => !allowed.includes(operation))
        .map((operation) => `${entry} as ${role}: ${operation}`);
    }),
  );

const bothSides = (hub: Hub, spoke: Spoke): string[] =>
  Object.keys(HUBS[hub]).filter((entry) => {
    const roles = accessIn(hub, spoke).get(entry);
    return roles?.has('PeerwayRequester') && roles.has('PeerwayAccepter');
  });

describe('what the hub calls is allowed', () => {
  it.each<[string, Hub, Spoke]>([
    ['before', 'version 0.1', 'version 0.1'],
    ['step 1, for accounts that are updated', 'version 0.1', 'upgrading'],
    ['step 2', 'this version', 'upgrading'],
    ['step 3', 'this version', 'separate'],
  ])('%s: a hub of %s and roles of %s', (_, hub, spoke) => {
    expect(refused(hub, spoke)).toEqual([]);
  });
});

it('before step 2, a hub of version 0.1 can do nothing in an account of step 3', () => {
  const calls = Object.values(HUBS['version 0.1']).flatMap((byRole) =>
    Object.values(byRole).flatMap(operationsIn),
  );
  expect(refused('version 0.1', 'separate')).toHaveLength(calls.length);
});

it('before step 1, this version can decide in an account, and not look', () => {
  const calls = refused('this version', 'version 0.1');
  expect(calls).toContain('pages/ask-again as PeerwayViewer: DescribeVpcs');
  const looks = / as PeerwayViewer: /;
  expect(calls.filter((call) => !looks.test(call) && !CONNECTS.test(call))).toEqual([]);
});

it('a hub that connects does all that it did before in an account that is not updated', () => {
  const calls = refused('this version', 'without routes');
  expect(calls).not.toEqual([]);
  expect(calls.filter((call) => !CONNECTS.test(call))).toEqual([]);
});

/** What only connecting needs. */
const CONNECTS =
  / as PeerwayConnector: |: (?:DescribeRouteTables|DescribeSubnets|GetManagedPrefixListEntries|Describe(?:Stale)?SecurityGroups|DescribeSecurityGroupReferences)$/;

it('the public page of version 0.1 could request and accept', () => {
  expect(bothSides('version 0.1', 'version 0.1')).toContain('pages/ask-again');
});

it.each<Spoke>(['upgrading', 'separate'])(
  'no function of this version can both, with roles of %s',
  (spoke) => {
    expect(bothSides('this version', spoke)).toEqual([]);
  },
);

it('after step 3 nor could a function of version 0.1 that somebody brings back', () => {
  const access = accessIn('version 0.1', 'separate');
  expect([...access.keys()]).toContain('pages/ask-again');
  for (const [entry, roles] of access) expect([...roles.keys()], entry).toEqual([]);
});
