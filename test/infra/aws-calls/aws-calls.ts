import { fileURLToPath } from 'node:url';
import { actionsOf } from './iam-actions.ts';
import { memberCallsOf } from './member-calls.ts';
import { type Reach, reachOfEntry, reachOfMethod } from './reach.ts';
import type { Node } from './source-file.ts';
import { type TableAccess, tableAccessOf } from './table-access.ts';
import { lastNameOf, walk } from './walk.ts';

const FUNCTIONS = fileURLToPath(new URL('../../../functions/', import.meta.url));
const WIRING = `${FUNCTIONS}wiring.ts`;

/** What a function's code can ask of AWS, and of its environment. */
export type AwsCalls = {
  /** IAM actions in the hub account, but for the table. */
  actions: Set<string>;
  /** One for each method of an adapter that it calls. */
  table: TableAccess[];
  /** IAM actions in member accounts, by the role that is taken on for them. */
  asMember: Map<string, Set<string>>;
  variables: Set<string>;
};

/** @param entry below functions/ and without its ending */
export const awsCallsOf = (entry: string): AwsCalls => {
  const reach = reachOfEntry(`${FUNCTIONS}${entry}.ts`, WIRING);
  const methods = reach.calls.map(reachOfMethod);
  const packages = [reach, ...methods].flatMap((each) => each.packages);
  const asMember = new Map<string, Set<string>>();
  for (const method of methods) {
    for (const [role, actions] of memberCallsOf(method)) {
      asMember.set(role, new Set([...actions, ...(asMember.get(role) ?? [])]));
    }
  }
  return {
    actions: new Set(packages.flatMap(actionsOf).filter((action) => !/^(?:dynamodb|ec2):/.test(action))),
    table: methods.map(tableAccessOf).filter(({ actions }) => actions.size > 0),
    asMember,
    variables: variablesIn(reach),
  };
};

/** `env('TABLE_NAME')` in wiring.ts. */
const variablesIn = ({ code }: Reach): Set<string> => {
  const found = new Set<string>();
  for (const { node } of code.filter(({ file }) => file === WIRING)) {
    walk(node, (each) => {
      const isEnv = each.type === 'CallExpression' && lastNameOf(each['callee'] as Node) === 'env';
      const [first] = isEnv ? (each['arguments'] as { expression: Node }[]) : [];
      if (first?.expression.type === 'StringLiteral') found.add(String(first.expression['value']));
      return undefined;
    });
  }
  return found;
};
