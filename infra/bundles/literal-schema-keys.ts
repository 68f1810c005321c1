import type { Plugin } from 'esbuild';
import { rewrite } from './rewrite.ts';

/** Where a client of the SDK has what all its operations take and give. */
const SCHEMAS = /[\\/]@aws-sdk[\\/][\w-]+[\\/]dist-es[\\/](?:[\w-]+[\\/])*schemas[\\/]schemas_\d+\.js$/;

/** All that stands at a line's beginning there. */
const FORMS = [
  /^import /,
  /^const \w+ = "[^"\\]*";$/,
  /^(?:export )?(?:const|var) [\w$]+ = (?:\[|"\w+";$|\d+ \| \d+;$)/,
  /^(?:\]|\[\]);?$/,
  /^const \w+_registry = new TypeRegistry\(\w+\);$/,
  /^\w+_registry\.registerError\([\w$]+, \w+\);$/,
];

const CONSTANT = /^const (\w+) = ("[^"\\]*");$/gm;

/** Of `{ [_eQN]: … }`. */
const COMPUTED_KEY = /\[(\w+)\]:/g;

/**
 * A schema's text with its constants in the place of its computed keys.
 *
 * @throws Error where the file is not of the form that this was written for
 */
export const withLiteralKeys = (source: string): string => {
  const strange = source
    .split('\n')
    .find((line) => /^[^\s]/.test(line) && !FORMS.some((form) => form.test(line)));
  if (strange) throw new Error(`A schema of the SDK has a line of an unknown form: ${strange}`);
  const constants = new Map([...source.matchAll(CONSTANT)].map(([, name, value]) => [name, value]));
  return source.replace(COMPUTED_KEY, (_, name: string) => {
    const value = constants.get(name);
    if (!value) throw new Error(`A schema of the SDK has a key that is no constant of its file: ${name}`);
    return `${value}:`;
  });
};

/**
 * esbuild leaves out what nothing refers to, but an object with a computed key it keeps, for the key might be one
 * whose toString does something. The SDK's schemas have such keys all over, each a constant string of the same
 * file; written out, they hold nothing, and a bundle carries the operations that are called and no others.
 */
export const literalSchemaKeys = (): Plugin => rewrite('literal-schema-keys', SCHEMAS, withLiteralKeys);
