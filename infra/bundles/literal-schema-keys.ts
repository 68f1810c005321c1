import type { Plugin } from 'esbuild';
import { rewrite } from './rewrite.ts';

/** The files with the input and output schemas of an SDK client's operations. */
const SCHEMAS = /[\\/]@aws-sdk[\\/][\w-]+[\\/]dist-es[\\/](?:[\w-]+[\\/])*schemas[\\/]schemas_\d+\.js$/;

/** Every form that an unindented line of these files has. */
const FORMS = [
  /^import /,
  /^const \w+ = "[^"\\]*";$/,
  /^(?:export )?(?:const|var) [\w$]+ = (?:\[|"\w+";$|\d+ \| \d+;$)/,
  /^(?:\]|\[\]);?$/,
  /^const \w+_registry = new TypeRegistry\(\w+\);$/,
  /^\w+_registry\.registerError\([\w$]+, \w+\);$/,
];

const CONSTANT = /^const (\w+) = ("[^"\\]*");$/gm;

/** The key in `{ [_eQN]: … }`. */
const COMPUTED_KEY = /\[(\w+)\]:/g;

/**
 * Replaces a schema's computed keys with the strings that they stand for.
 *
 * @throws Error if the file has a form that this function doesn't know
 */
export const withLiteralKeys = (source: string): string => {
  const unknownLine = source
    .split('\n')
    .find((line) => /^[^\s]/.test(line) && !FORMS.some((form) => form.test(line)));
  if (unknownLine) throw new Error(`A schema of the SDK has a line of an unknown form: ${unknownLine}`);
  const constants = new Map([...source.matchAll(CONSTANT)].map(([, name, value]) => [name, value]));
  return source.replace(COMPUTED_KEY, (_, name: string) => {
    const value = constants.get(name);
    if (!value) throw new Error(`A schema of the SDK has a key that isn't a constant of its file: ${name}`);
    return `${value}:`;
  });
};

/**
 * esbuild drops unused objects, but keeps those with a computed key, because the key's toString might have a side
 * effect. The SDK's schemas have many such keys, each a constant string of the same file. With literal keys, a
 * bundle contains only the operations that are called.
 */
export const literalSchemaKeys = (): Plugin => rewrite('literal-schema-keys', SCHEMAS, withLiteralKeys);
