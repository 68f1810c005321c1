import { beforeAll, describe, expect, it } from 'vitest';
import { functionEntries } from '../../infra/function-bundles.ts';
import { MAIL_EVENT_READERS } from '../../infra/hub/mail-events.ts';
import { CONNECTING_ROLE_ACTIONS, ROLE_ACTIONS, type RoleActions } from '../../local/ec2/authorization.ts';
import { type AwsCalls, awsCallsOf } from './aws-calls/aws-calls.ts';
import { differences } from './aws-calls/differences.ts';
import { functionsOf, memberActions, roleStatements, type Statement } from './template/statements.ts';
import { CONNECTING, resourcesOf, type Synthesized, synthesize } from './template/synthesized.ts';

const ENTRIES = functionEntries();
const TABLE = 'arn:aws:dynamodb:eu-central-1:999999999999:table/a-table';

/** What Lambda does in every function's name: it writes its log, and its trace. */
const ALWAYS = [
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
];

/** Reads the table's stream. */
const READING = [
  'dynamodb:DescribeStream',
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:ListStreams',
];

/** Keeps what failed for good. */
const KEEPING = ['sqs:SendMessage'];

const runtimeOf = (entry: string): Set<string> => {
  const isTold = entry.startsWith('schedules/') || entry in MAIL_EVENT_READERS;
  const isReader = entry.startsWith('streams/') && !isTold;
  return new Set([...ALWAYS, ...(isReader ? [...READING, ...KEEPING] : []), ...(isTold ? KEEPING : [])]);
};

let made: Synthesized;
let roles: Map<string, Statement[]>;
let calls: Map<string, AwsCalls>;

beforeAll(() => {
  made = synthesize(CONNECTING);
  roles = roleStatements(made.hub);
  calls = new Map(ENTRIES.map((entry) => [entry, awsCallsOf(entry)]));
});

const compare = (entry: string, statements = roles.get(entry) ?? []): string[] => {
  const code = calls.get(entry);
  return code ? differences(code, statements, runtimeOf(entry)) : [`${entry} is no function`];
};

describe('a function’s role', () => {
  it.each(ENTRIES)('allows what its code does, and nothing else: %s', (entry) => {
    expect(compare(entry)).toEqual([]);
  });

  it.each(ENTRIES)('is found out when one thing is taken from it: %s', (entry) => {
    const statements = roles.get(entry) ?? [];
    const withoutOne = statements.flatMap((statement, index) => [
      ...withoutEach(statement.actions).map((actions) => statements.with(index, { ...statement, actions })),
      ...withoutEach(leadingKeysOf(statement)).map((keys) =>
        statements.with(index, { ...statement, conditions: leadingKeys(keys) }),
      ),
    ]);
    expect(withoutOne.length).toBeGreaterThan(ALWAYS.length - 1);
    for (const less of withoutOne) expect(compare(entry, less)).not.toEqual([]);
  });

  it.each([
    [
      { actions: ['dynamodb:PutItem'], conditions: leadingKeys(['LINK#*']) },
      'never does TableName dynamodb:PutItem LINK#',
    ],
    [{ actions: ['dynamodb:GetItem'], conditions: {} }, 'never does TableName dynamodb:GetItem anything'],
    [
      { actions: ['dynamodb:Query'], resources: [`${TABLE}/index/by-time`] },
      'never reads byTime by dynamodb:Query',
    ],
    [{ actions: ['ses:SendEmail'] }, 'never does ses:SendEmail'],
    [
      { actions: ['sts:AssumeRole'], resources: ['arn:aws:iam::*:role/PeerwayAccepter'] },
      'never is PeerwayAccepter',
    ],
  ])('is found out when one thing is added to it: %o', (added, difference) => {
    const entry = 'api/get-request';
    const statement = { effect: 'Allow', resources: [TABLE], conditions: {}, ...added };
    expect(compare(entry, [...(roles.get(entry) ?? []), statement])).toContain(difference);
  });

  it('names no part of the table’s items but by their keys', () => {
    const tables = resourcesOf(made.hub, 'AWS::DynamoDB::Table').map(([id]) => `\${${id}.Arn}`);
    for (const [entry, statements] of roles) {
      const touching = statements.filter(({ resources }) => resources.some((arn) => tables.includes(arn)));
      for (const statement of touching) expect(leadingKeysOf(statement), entry).not.toEqual([]);
    }
  });
});

describe('a function’s environment', () => {
  it.each(ENTRIES)('holds the variables that its code reads, and no others: %s', (entry) => {
    const [found] = functionsOf(made.hub).filter((each) => each.entry === entry);
    const { Variables = {} } = (found?.properties['Environment'] ?? {}) as { Variables?: object };
    const read = [...(calls.get(entry)?.variables ?? [])].filter((name) => name !== 'AWS_REGION');
    expect(Object.keys(Variables).sort()).toEqual(read.sort());
  });
});

describe('a member account’s role', () => {
  it.each(Object.keys(CONNECTING_ROLE_ACTIONS))('%s allows what the functions do by it', (name) => {
    const used = new Set([...calls.values()].flatMap(({ asMember }) => [...(asMember.get(name) ?? [])]));
    expect([...(memberActions(made.spoke).get(name) ?? [])].sort()).toEqual([...used].sort());
  });

  it.each<[string, () => Synthesized, RoleActions]>([
    ['', () => synthesize(), ROLE_ACTIONS],
    [' that connects', () => made, CONNECTING_ROLE_ACTIONS],
  ])('is the one that the EC2 emulator enforces of an account%s', (_, synthesized, enforced) => {
    const allowed = [...memberActions(synthesized().spoke)].map(([name, actions]) => [
      name,
      [...actions].sort(),
    ]);
    const inEmulator = Object.entries(enforced).map(([name, actions]) => [
      name,
      [...actions].map((action) => `ec2:${action}`).sort(),
    ]);
    expect(Object.fromEntries(allowed)).toEqual(Object.fromEntries(inEmulator));
  });
});

function withoutEach<T>(all: readonly T[]): T[][] {
  return all.map((_, index) => all.toSpliced(index, 1));
}

function leadingKeys(keys: readonly string[]): Statement['conditions'] {
  return { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys } };
}

function leadingKeysOf({ conditions }: Statement): string[] {
  return (conditions['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] ?? []) as string[];
}
