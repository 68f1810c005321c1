import { actionsOf, TRANSACTION_PARTS } from './iam-actions.ts';
import type { Reach } from './reach.ts';
import { type Node, sourceFile } from './source-file.ts';
import { lastNameOf, propertyOf, referencesIn, walk } from './walk.ts';

/** The names under which adapters get the tables' names. */
const TABLES = ['TableName', 'TransientTableName'] as const;
export type TableVariable = (typeof TABLES)[number];

/** What one piece of code does with the tables. */
export type TableAccess = {
  tables: Set<TableVariable>;
  actions: Set<string>;
  /** What the partition keys begin with of the items that it may touch: `REQUEST#`. */
  partitions: Set<string>;
  /** The indexes that it queries, by their keys in INDEXES. */
  indexes: Set<string>;
};

export const tableAccessOf = (reach: Reach): TableAccess => {
  const actions = reach.packages.flatMap(actionsOf).filter((action) => action.startsWith('dynamodb:'));
  return {
    tables: tablesIn(reach),
    actions: new Set([...actions, ...transactionPartsIn(reach)]),
    partitions: partitionsIn(reach),
    indexes: actions.includes('dynamodb:Query') ? indexesIn(reach) : new Set(),
  };
};

/** The tables that code refers to. An adapter's parameters are code too, but refer to nothing. */
const tablesIn = ({ code }: Reach): Set<TableVariable> => {
  const names = new Set(
    code.filter(({ node }) => node.type !== 'Identifier').flatMap(({ node }) => [...referencesIn(node)]),
  );
  return new Set(TABLES.filter((name) => names.has(name)));
};

const transactionPartsIn = ({ packages, code }: Reach): string[] => {
  const parts: string[] = [];
  if (!packages.some(({ name }) => name === 'TransactWriteCommand')) return parts;
  for (const { node } of code) {
    walk(node, ({ type, key }) => {
      const part = type === 'KeyValueProperty' && TRANSACTION_PARTS[(key as { value: string }).value];
      if (part) parts.push(part);
      return undefined;
    });
  }
  return parts;
};

/** The values of all properties named `pk`, and of a query on `pk` itself, as far as they are constant. */
const partitionsIn = ({ code }: Reach): Set<string> => {
  const found = new Set<string>();
  const add = (constant: string | undefined) => void (constant && found.add(constant));
  for (const { file, node } of code) {
    walk(node, (object) => {
      if (object.type !== 'ObjectExpression') return undefined;
      const properties = propertiesOf(object);
      const property = (name: string) => properties.get(name);
      add(constantIn(property('pk'), file));
      if (constantIn(property('partition'), file) === 'pk') add(constantIn(property('value'), file));
      const queried = /^pk = (:\w+)/.exec(constantIn(property('KeyConditionExpression'), file) ?? '')?.[1];
      if (queried) add(constantIn(propertiesOf(property('ExpressionAttributeValues')).get(queried), file));
      return undefined;
    });
  }
  return found;
};

const propertiesOf = (object: Node | undefined): Map<string | undefined, Node> =>
  new Map(
    ((object?.['properties'] ?? []) as Node[])
      .filter(({ type }) => type === 'KeyValueProperty')
      .map(({ key, value }) => [(key as { value?: string }).value, value as Node]),
  );

/** The constant, or of a template the constant with which it begins. */
const constantIn = (node: Node | undefined, file: string): string | undefined => {
  switch (node?.type) {
    case 'StringLiteral':
      return node['value'] as string;
    case 'TemplateLiteral':
      return (node['quasis'] as { cooked: string }[])[0]?.cooked;
    case 'Identifier': {
      const name = node['value'] as string;
      const origin = sourceFile(file).imports.get(name);
      const home = origin && 'file' in origin ? origin.file : file;
      return constantIn(sourceFile(home).declarations.get(name)?.['init'] as Node | undefined, home);
    }
    default:
      return undefined;
  }
};

const QUERYING = /\/dynamodb-(?:lists|register|requests)\.ts$/;

/** `byStatus` of `INDEXES.byStatus` and of `const { byStatus } = INDEXES`, in the files that query. */
const indexesIn = ({ code }: Reach): Set<string> => {
  const found = new Set<string>();
  for (const { file, node } of code.filter(({ file }) => QUERYING.test(file))) {
    walk(node, (each) => {
      if (each.type === 'MemberExpression' && lastNameOf(each['object'] as Node) === 'INDEXES') {
        found.add(propertyOf(each) ?? `? in ${file}`);
      }
      if (each.type === 'VariableDeclarator' && lastNameOf(each['init'] as Node) === 'INDEXES') {
        const { properties } = each['id'] as { properties: { key: { value: string } }[] };
        for (const { key } of properties) found.add(key.value);
      }
      return undefined;
    });
  }
  return found;
};
