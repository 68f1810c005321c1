import type { Statement } from '../template/statements.ts';
import type { AwsCalls } from './aws-calls.ts';
import type { TableAccess, TableVariable } from './table-access.ts';

/** What Lambda itself does in a function's name, and no code of ours. */
export type Runtime = ReadonlySet<string>;

/**
 * What a function's role allows that its code never does, and what its code does that the role forbids, a line
 * for each; none where the two are the same.
 */
export const differences = (
  { actions, table, asMember }: AwsCalls,
  statements: readonly Statement[],
  runtime: Runtime,
): string[] => {
  const granted = grantsOf(statements);
  const indexes = new Set(
    table.flatMap((each) => [...each.indexes].map((name) => `${name} by dynamodb:Query`)),
  );
  const needed = new Set([...actions, ...runtime]);
  return [
    ...missing(needed, granted.actions, 'may not'),
    ...missing(granted.actions, needed, 'never does'),
    ...missing(new Set(asMember.keys()), granted.memberRoles, 'may not be'),
    ...missing(granted.memberRoles, new Set(asMember.keys()), 'never is'),
    ...missing(indexes, granted.indexes, 'may not read'),
    ...missing(granted.indexes, indexes, 'never reads'),
    ...tableDifferences(table, granted.table),
  ];
};

const missing = (wanted: ReadonlySet<string>, there: ReadonlySet<string>, verb: string): string[] =>
  [...wanted].filter((one) => !there.has(one)).map((one) => `${verb} ${one}`);

type Grants = {
  actions: Set<string>;
  memberRoles: Set<string>;
  /** Index and action, as `byStatus by dynamodb:Query`. */
  indexes: Set<string>;
  /** Table, action and what a partition key begins with, as `TableName dynamodb:GetItem REQUEST#`. */
  table: Set<string>;
};

const tableOf = (arn: string): TableVariable =>
  arn.startsWith('${TransientTable') ? 'TransientTableName' : 'TableName';

const INDEX = /\/index\/([\w-]+)$/;

const grantsOf = (statements: readonly Statement[]): Grants => {
  const grants: Grants = { actions: new Set(), memberRoles: new Set(), indexes: new Set(), table: new Set() };
  for (const { actions, resources, conditions } of statements) {
    for (const role of resources.flatMap((arn) => /^arn:aws:iam::\*:role\/(\w+)$/.exec(arn)?.[1] ?? [])) {
      grants.memberRoles.add(role);
    }
    for (const name of resources.flatMap((arn) => INDEX.exec(arn)?.[1] ?? [])) {
      for (const action of actions) grants.indexes.add(`${inCamels(name)} by ${action}`);
    }
    const keys = conditions['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] as string[] | undefined;
    for (const action of actions) {
      if (!/^dynamodb:(?!DescribeStream|GetRecords|GetShardIterator|ListStreams)/.test(action)) {
        grants.actions.add(action);
      } else if (!resources.every((arn) => INDEX.test(arn))) {
        for (const key of keys ?? ['anything']) {
          for (const arn of resources)
            grants.table.add(`${tableOf(arn)} ${action} ${key.replace(/\*$/, '')}`);
        }
      }
    }
  }
  return grants;
};

/** `by-status` is `byStatus` in INDEXES. */
const inCamels = (name: string): string =>
  name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

/**
 * Which action goes with which item in which table is not told apart within one method of an adapter: each of its
 * actions, of its items and of its tables has to be in something that is allowed, and nothing else.
 */
const tableDifferences = (table: readonly TableAccess[], granted: ReadonlySet<string>): string[] => {
  const found: string[] = [];
  const possible = new Set<string>();
  for (const { tables, actions, partitions } of table) {
    const all = [...tables].flatMap((name) =>
      [...actions].flatMap((action) => [...partitions].map((key) => `${name} ${action} ${key}`)),
    );
    for (const each of all) possible.add(each);
    const allowed = all.filter((each) => granted.has(each)).map((each) => each.split(' '));
    for (const part of partitions.size > 0 ? [...tables, ...actions, ...partitions] : []) {
      if (!allowed.some((each) => each.includes(part)))
        found.push(`may not ${[...actions]} ${[...partitions]} in ${[...tables]}, for lack of ${part}`);
    }
  }
  return [...found, ...missing(granted, possible, 'never does')];
};
