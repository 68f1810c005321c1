import { createHash } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { checkWithNag } from '../../infra/nag/checks.ts';
import { inlinePolicies } from './template/statements.ts';
import {
  CONNECTING,
  resourcesOf,
  type Synthesized,
  synthesize,
  type Template,
  textOf,
} from './template/synthesized.ts';

/** As random as AWS's own. */
const accountId = (index: number): string =>
  String(createHash('sha256').update(`account ${index}`).digest().readUIntBE(0, 6) % 10 ** 12).padStart(
    12,
    '0',
  );

const memberAccounts = Array.from({ length: 998 }, (_, index) => ({
  accountId: accountId(index),
  name: `account ${index}`,
}));

/** IAM counts no white space, and a reference becomes what it refers to. */
const sizeOf = (document: unknown): number =>
  JSON.stringify(document, (_, value) =>
    value && typeof value === 'object' && 'Fn::Join' in value ? textOf(value) : value,
  ).length;

let made: Synthesized;
const NAMES = ['hub', 'spoke', 'hub that connects', 'spoke that sets DNS resolution'] as const;

let templates: Record<(typeof NAMES)[number], Template>;

beforeAll(() => {
  const accounts = [{ accountId: '111111111111', name: 'payments' }, ...memberAccounts];
  const organizationId = `o-${'x'.repeat(32)}`;
  made = synthesize({ memberAccounts: accounts, organizationId }, checkWithNag);
  // With `otherPeerAccounts`, half a thousand.
  const half = { ...CONNECTING, memberAccounts: accounts.slice(0, 499), organizationId };
  const connecting = synthesize(half, checkWithNag);
  templates = {
    hub: made.hub,
    spoke: made.spoke,
    'hub that connects': connecting.hub,
    'spoke that sets DNS resolution': connecting.spoke,
  };
});

/** CloudFormation's quotas: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
it.each(NAMES)('as many accounts as allowed fit into the template of the %s', (name) => {
  expect(Object.keys(templates[name].Resources).length).toBeLessThanOrEqual(500);
  // The CDK uploads templates with this indentation.
  expect(JSON.stringify(templates[name], undefined, 1).length).toBeLessThanOrEqual(1_000_000);
});

/** IAM's quotas: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const policySizes = (template: Template, type: string, property: string): number[] =>
  resourcesOf(template, type).map(([, { Properties }]) => sizeOf(Properties[property]));

it.each(NAMES)('they fit into the policies of the %s', (name) => {
  const template = templates[name];
  expect(policySizes(template, 'AWS::IAM::Role', 'AssumeRolePolicyDocument')).not.toEqual([]);
  for (const size of policySizes(template, 'AWS::IAM::Role', 'AssumeRolePolicyDocument')) {
    expect(size).toBeLessThanOrEqual(2048);
  }
  // A role's own policies count together.
  const inline = resourcesOf(template, 'AWS::IAM::Role').map(([, { Properties }]) =>
    sizeOf(inlinePolicies(Properties)),
  );
  for (const size of [...inline, ...policySizes(template, 'AWS::IAM::Policy', 'PolicyDocument')]) {
    expect(size).toBeLessThanOrEqual(10_240);
  }
  for (const size of policySizes(template, 'AWS::IAM::ManagedPolicy', 'PolicyDocument')) {
    expect(size).toBeLessThanOrEqual(6144);
  }
  for (const [id, { Properties }] of resourcesOf(template, 'AWS::IAM::Role')) {
    const attached = resourcesOf(template, 'AWS::IAM::ManagedPolicy').filter(([, policy]) =>
      JSON.stringify(policy.Properties['Roles'] ?? []).includes(`"${id}"`),
    );
    const named = (Properties['ManagedPolicyArns'] as unknown[] | undefined) ?? [];
    expect(attached.length + named.length, id).toBeLessThanOrEqual(10);
  }
});

it('each account is trusted by the role of its last two digits alone, and can be a peer', () => {
  const trusted = resourcesOf(made.hub, 'AWS::IAM::Role').flatMap(([, { Properties }]) => {
    const name = String(Properties['RoleName']);
    const accounts = JSON.stringify(Properties['AssumeRolePolicyDocument']).match(/(?<=::)\d{12}(?=:root)/g);
    return name.startsWith('PeerwayCaller-') ? (accounts ?? []).map((account) => [account, name]) : [];
  });
  expect(new Map(trusted as [string, string][])).toEqual(
    new Map(
      [...memberAccounts.map(({ accountId }) => accountId), '111111111111'].map((id) => [
        id,
        `PeerwayCaller-${id.slice(-2)}`,
      ]),
    ),
  );
  expect(trusted).toHaveLength(999);
  for (const { accountId } of memberAccounts) {
    const both = JSON.stringify(made.spoke).split(`:ec2:*:${accountId}:vpc/*`).length - 1;
    expect(both, accountId).toBe(2);
  }
});
