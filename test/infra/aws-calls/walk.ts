import type { Node } from './source-file.ts';

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

/** Every node at and below one, parents first; `false` from `visit` leaves out what lies below. */
export const walk = (node: Node, visit: (node: Node) => boolean | undefined): void => {
  if (visit(node) === false) return;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      // Arguments and object properties come wrapped in objects that are no nodes.
      if (isNode(child)) walk(child, visit);
      else if (isNode(child?.expression)) walk(child.expression, visit);
    }
  }
};

/** `requests` of `requests.get`, `deps.requests.get` and `requests().get`. */
export const lastNameOf = (node: Node | null | undefined): string | undefined => {
  if (node?.type === 'Identifier') return node['value'] as string;
  if (node?.type === 'CallExpression') return lastNameOf(node['callee'] as Node);
  return node?.type === 'MemberExpression' ? propertyOf(node) : undefined;
};

/** The property of a member expression, where it is written as a name. */
export const propertyOf = (member: Node): string | undefined => {
  const property = member['property'] as Node;
  return property.type === 'Identifier' ? (property['value'] as string) : undefined;
};

/** The names that a node refers to: not those of properties, nor of types. */
export const referencesIn = (root: Node): Set<string> => {
  const names = new Set<string>();
  walk(root, (node) => {
    if (
      node.type.startsWith('Ts') &&
      node.type !== 'TsAsExpression' &&
      node.type !== 'TsSatisfiesExpression'
    ) {
      return false;
    }
    if (node.type === 'MemberExpression') {
      const { object, property } = node as unknown as { object: Node; property: Node };
      for (const name of referencesIn(object)) names.add(name);
      if (property.type === 'Computed') for (const name of referencesIn(property)) names.add(name);
      return false;
    }
    if (node.type === 'KeyValueProperty') {
      for (const name of referencesIn(node['value'] as Node)) names.add(name);
      return false;
    }
    if (node.type === 'Identifier') names.add(node['value'] as string);
    return undefined;
  });
  return names;
};
