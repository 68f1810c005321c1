import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { admits, type Guarded, guardedBy } from './template/resource-policies.ts';
import { synthesize, type Template, textOf } from './template/synthesized.ts';
import { type Visit, visitsOf } from './template/visits.ts';

let hub: Template;
let guarded: Guarded[];
let visits: Visit[];

beforeAll(() => {
  hub = synthesize().hub;
  guarded = guardedBy(hub);
  visits = visitsOf(hub);
});

const shutOut = (policies: readonly Guarded[], at: readonly Visit[]): string[] => [
  ...new Set(
    at
      .filter((visit) => !policies.some((policy) => admits(policy, visit)))
      .map(({ who, action, resource }) => `${who} ${action} ${resource}`),
  ),
];

describe('the resource policies', () => {
  it('let in every service that the template sends to a resource', () => {
    expect(shutOut(guarded, visits)).toEqual([]);
  });

  it('are visited on every kind of resource that lets somebody in', () => {
    const kinds = visits.map(({ resource }) => hub.Resources[/^\$\{(\w+)/.exec(resource)?.[1] ?? '']?.Type);
    expect([...new Set(kinds)].sort()).toEqual([
      'AWS::IAM::Role',
      'AWS::KMS::Key',
      'AWS::Lambda::Function',
      'AWS::S3::Bucket',
      'AWS::SNS::Topic',
      'AWS::SQS::Queue',
    ]);
  });

  it('let in nobody else: each statement is what lets somebody in', () => {
    for (const policy of guarded) {
      const { resource, statements } = policy;
      const coming = visits.filter((visit) => visit.resource === resource);
      // Two routes to a function, such as GET and HEAD of a page, may let the same call in.
      const others = guarded.filter((each) => each.resource === resource && !isDeepStrictEqual(each, policy));
      for (const [index, { effect, principal }] of statements.entries()) {
        const less = [...others, { resource, statements: statements.toSpliced(index, 1) }];
        if (effect === 'Allow')
          expect(shutOut(less, coming), `${resource} ${textOf(principal)}`).not.toEqual([]);
      }
    }
  });
});
