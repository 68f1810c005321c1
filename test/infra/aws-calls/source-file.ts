import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSync } from '@swc/core';

/** A node of the syntax tree, as far as it is looked at here. */
export type Node = { type: string } & Record<string, unknown>;

/** Where a name comes from: a file of ours, or a package. */
export type Origin = { file: string; name: string } | { package: string; name: string };

/** What stands at the top of a file. */
export type SourceFile = {
  path: string;
  /** Functions, constants and classes by their names. */
  declarations: ReadonlyMap<string, Node>;
  imports: ReadonlyMap<string, Origin>;
  /** `export … from`, by the name under which it is exported. */
  forwarded: ReadonlyMap<string, Origin>;
  interfaces: readonly Node[];
};

const parsed = new Map<string, SourceFile>();

export const sourceFile = (path: string): SourceFile => {
  const known = parsed.get(path) ?? read(path);
  parsed.set(path, known);
  return known;
};

const read = (path: string): SourceFile => {
  const { body } = parseSync(readFileSync(path, 'utf8'), { syntax: 'typescript', target: 'es2024' });
  const declarations = new Map<string, Node>();
  const imports = new Map<string, Origin>();
  const forwarded = new Map<string, Origin>();
  const interfaces: Node[] = [];
  for (const item of body as unknown as Node[]) {
    const source = item['source'] as { value: string } | null | undefined;
    if (item.type === 'ImportDeclaration' && source && !item['typeOnly']) {
      for (const specifier of item['specifiers'] as Node[]) {
        if (specifier['isTypeOnly']) continue;
        const local = textOf(specifier['local']);
        imports.set(local, originOf(path, source.value, textOf(specifier['imported']) || local));
      }
    } else if (item.type === 'ExportNamedDeclaration' && source && !item['typeOnly']) {
      for (const specifier of item['specifiers'] as Node[]) {
        const name = textOf(specifier['orig']);
        forwarded.set(textOf(specifier['exported']) || name, originOf(path, source.value, name));
      }
    } else {
      const declaration = item.type === 'ExportDeclaration' ? (item['declaration'] as Node) : item;
      for (const [name, node] of named(declaration)) declarations.set(name, node);
      if (declaration.type === 'TsInterfaceDeclaration') interfaces.push(declaration);
    }
  }
  return { path, declarations, imports, forwarded, interfaces };
};

const textOf = (node: unknown): string => (node as { value?: string } | null)?.value ?? '';

const originOf = (path: string, source: string, name: string): Origin =>
  source.startsWith('.') ? { file: join(dirname(path), source), name } : { package: source, name };

const named = (declaration: Node): [string, Node][] => {
  switch (declaration.type) {
    case 'VariableDeclaration':
      return (declaration['declarations'] as Node[]).map((each) => [textOf(each['id']), each]);
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      return [[textOf(declaration['identifier']), declaration]];
    default:
      return [];
  }
};
