import { readFile } from 'node:fs/promises';
import { type Plugin, transform } from 'esbuild';
import { DOCUMENTATION } from '../../functions/edge/contract/contract.ts';

const FILES = /[\\/]functions[\\/]edge[\\/]contract[\\/][\w-]+\.ts$/;

/** A constant, as esbuild prints it: a word at the beginning of a line follows it, or the end of the file. */
const CONSTANT = /^((?:export )?const \w+ = )([\s\S]*?);\n(?=\w|(?![\s\S]))/gm;

/** A part of a contract that only the OpenAPI document needs, with the more deeply indented lines that belong to it. */
const DOCUMENTED = new RegExp(
  `^ {2}(?:${DOCUMENTATION.join('|')})(?:: .*)?\\n(?: {3,}.*\\n| {2}[)\\]}].*\\n)*`,
  'gm',
);

/**
 * Reduces the contracts in a bundle to what its function validates with: without what only the OpenAPI document needs,
 * and with each constant as a call that esbuild may drop. It must assume that a schema's constructor has side effects.
 */
export const contractOfOneRoute = (): Plugin => ({
  name: 'contract-of-one-route',
  setup: ({ onLoad }) => {
    onLoad({ filter: FILES }, async ({ path }) => {
      const { code } = await transform(await readFile(path, 'utf8'), { loader: 'ts', target: 'node24' });
      const contents = code.replace(CONSTANT, (_, start: string, value: string) => {
        const validated = value.startsWith('contract(') ? value.replace(DOCUMENTED, '') : value;
        return `${start}/* @__PURE__ */ (() => (${validated}))();\n`;
      });
      return { contents, loader: 'js' };
    });
  },
});
