import { globSync } from 'node:fs';
import { join } from 'node:path';
import { type Node, type Origin, sourceFile } from './source-file.ts';
import { referencesIn, walk } from './walk.ts';

/** A port as wiring.ts builds it: what calls it, what it is typed as, and the adapter behind it. */
export type Port = {
  name: string;
  type: string;
  methods: ReadonlySet<string>;
  adapter: Extract<Origin, { file: string }>;
};

/** Every function of wiring.ts that answers with a port, by its name. */
export const portsOf = (wiring: string): Map<string, Port> => {
  const { declarations, imports } = sourceFile(wiring);
  const domain = portTypes(globSync(join(wiring, '../domain/*/ports.ts')));
  const ports = new Map<string, Port>();
  for (const [name, declaration] of declarations) {
    const type = returnTypeOf(declaration);
    const methods = type && domain.get(type);
    if (!methods) continue;
    for (const reference of referencesIn(declaration)) {
      const adapter = imports.get(reference);
      if (adapter && 'file' in adapter) ports.set(name, { name, type, methods, adapter });
    }
  }
  return ports;
};

/** The interfaces of the domain's ports, and their methods. */
const portTypes = (paths: readonly string[]): Map<string, Set<string>> =>
  new Map(
    paths
      .flatMap((path) => sourceFile(path).interfaces)
      .map((each) => {
        const { id, body } = each as unknown as { id: Named; body: { body: { key: Named }[] } };
        return [id.value, new Set(body.body.map(({ key }) => key.value))];
      }),
  );

type Named = { value: string };

const returnTypeOf = (declaration: Node): string | undefined => {
  let type: string | undefined;
  walk(declaration, (node) => {
    if (node.type !== 'ArrowFunctionExpression') return undefined;
    type ??= typeNameOf(node['returnType'] as Node | null);
    return false;
  });
  return type;
};

/** `Requests` of `: Requests`. */
export const typeNameOf = (annotation: Node | null | undefined): string | undefined => {
  const type = annotation?.['typeAnnotation'] as Node | undefined;
  const name = type?.type === 'TsTypeReference' ? (type['typeName'] as Node) : undefined;
  return name?.type === 'Identifier' ? (name['value'] as string) : undefined;
};
