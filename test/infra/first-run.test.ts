import type { Stack } from 'aws-cdk-lib';
import { beforeAll, expect, it } from 'vitest';
import example from '../../infra/configuration/example.ts';
import { HUB } from '../../infra/peerway-app.ts';
import { roleStatements } from './template/statements.ts';
import { type Resource, resourcesOf, synthesize, type Template, textOf } from './template/synthesized.ts';

let hub: Template;
beforeAll(() => {
  hub = synthesize().hub;
});

/** Everything that CloudFormation creates before a resource, because the resource names it or depends on it. */
const createdBefore = (id: string, seen = new Set<string>()): Set<string> => {
  const { Properties, DependsOn = [] } = hub.Resources[id] as Resource & { DependsOn?: string | string[] };
  const named = [...JSON.stringify(Properties).matchAll(/"(?:Ref|Fn::GetAtt)":\[?"(\w+)"/g)].map(
    ([, name = '']) => name,
  );
  for (const other of [named, DependsOn].flat(2)) {
    if (seen.has(other) || !hub.Resources[other]) continue;
    seen.add(other);
    createdBefore(other, seen);
  }
  return seen;
};

it('a schedule starts nothing before the workflow’s alias is there, and its role’s permissions', () => {
  const aliases = resourcesOf(hub, 'AWS::StepFunctions::StateMachineAlias').map(([id]) => id);
  const schedules = resourcesOf(hub, 'AWS::Scheduler::Schedule');
  expect(schedules).toHaveLength(5);
  for (const [id, { Properties }] of schedules) {
    const before = createdBefore(id);
    const { RoleArn } = Properties['Target'] as { RoleArn: unknown };
    const role = textOf(RoleArn).replace('.Arn}', '}');
    const permissions = resourcesOf(hub, 'AWS::IAM::Policy').filter(([, policy]) =>
      (policy.Properties['Roles'] as unknown[]).map(textOf).includes(role),
    );
    expect([aliases, permissions], id).toEqual([[expect.any(String)], [expect.anything()]]);
    const needed = [...aliases, ...permissions.map(([policy]) => policy)];
    expect([...before], id).toEqual(expect.arrayContaining(needed));
  }
});

it('a deployment that fails the first time keeps nothing, and later ones keep all data', () => {
  const kept = Object.entries(hub.Resources).filter(([, { DeletionPolicy }]) =>
    DeletionPolicy?.startsWith('Retain'),
  );
  expect(kept.map(([, { Type }]) => Type).sort()).toEqual([
    'AWS::DynamoDB::Table',
    'AWS::DynamoDB::Table',
    'AWS::KMS::Key',
    'AWS::S3::Bucket',
    'AWS::S3::Bucket',
    'AWS::StepFunctions::StateMachineVersion',
  ]);
  for (const [id, resource] of kept) {
    expect(resource, id).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
  }
});

it.each([
  ['off, so that CloudFormation can roll back', false],
  ['on, once it is deployed', true],
  ['on, where the configuration says nothing', undefined],
])('the stack’s and the tables’ protection is %s', (_, deletionProtection) => {
  const { app, hub: made } = synthesize({ deletionProtection });
  const isOn = deletionProtection ?? true;
  expect((app.node.findChild(HUB) as Stack).terminationProtection).toBe(isOn);
  const tables = resourcesOf(made, 'AWS::DynamoDB::Table');
  expect(tables.map(([, { Properties }]) => Properties['DeletionProtectionEnabled'])).toEqual([isOn, isOn]);
});

it('an identity of SES that exists already is used as it is', () => {
  const { sender } = example.mail;
  const { hub: made } = synthesize({ mail: { sender, identity: 'existing' } });
  expect(resourcesOf(made, 'AWS::SES::EmailIdentity')).toEqual([]);
  expect(Object.keys(made.Outputs ?? {}).filter((name) => name.startsWith('Dkim'))).toEqual([]);
  expect(roleStatements(made)).toEqual(roleStatements(hub));
});
