import { beforeAll, expect, it } from 'vitest';
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
  expect(schedules).toHaveLength(2);
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
