import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import mjml2html from 'mjml';

/**
 * `npx node infra/compile-mails.ts` generates functions/domain/mail/blocks.ts from mail.mjml. Run it when mail.mjml
 * changes; a test fails if you forget. This keeps MJML, a library of many megabytes, out of the functions.
 */
const SOURCE = new URL('../functions/domain/mail/mail.mjml', import.meta.url);

export const BLOCKS_FILE = fileURLToPath(new URL('../functions/domain/mail/blocks.ts', import.meta.url));

const MARKER = /<!-- (?:block: (\w+)(?: [^>]*)?|end) -->/;

/** The content of blocks.ts. @throws Error if MJML rejects mail.mjml */
export const compileMails = async (): Promise<string> => {
  const { html, errors } = await mjml2html(readFileSync(SOURCE, 'utf8'), {
    // Emails load no fonts or other resources.
    fonts: {},
    validationLevel: 'strict',
    keepComments: true,
  });
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join('\n'));

  const [head = '', ...rest] = html.split(MARKER);
  const foot = rest.pop() ?? '';
  const blocks: string[] = [];
  for (let index = 0; index < rest.length - 1; index += 2) {
    blocks.push(blockFunction(rest[index] ?? '', rest[index + 1] ?? ''));
  }
  return [
    '// biome-ignore-all format: generated from mail.mjml by infra/compile-mails.ts. Edit that file, then run the script.',
    '',
    "import { html } from 'hono/html';",
    '',
    '/** Plain strings are escaped. */',
    'export type Html = ReturnType<typeof html>;',
    'export type Content = Html | string | readonly (Html | string)[];',
    '',
    blockFunction('frame', `${head}{{blocks}}${foot}`),
    ...blocks,
  ].join('\n');
};

const blockFunction = (name: string, source: string): string => {
  const slots = [...new Set([...source.matchAll(/\{\{(\w+)\}\}/g)].map(([, slot]) => slot))];
  const types = slots.map((slot) => `${slot}: Content`).join('; ');
  const parameter = slots.length > 0 ? `{ ${slots.join(', ')} }: { ${types} }` : '';
  const template = removeIndentation(source)
    .replaceAll(/[\\`]|\$\{/g, '\\$&')
    .replaceAll(/\{\{(\w+)\}\}/g, (_, slot: string) => `\${${slot}}`);
  return `export const ${name} = (${parameter}): Html => html\`${template}\`;\n`;
};

/** Removes MJML's indentation. */
const removeIndentation = (source: string): string =>
  source.replaceAll(/\s+/g, ' ').replaceAll(/> </g, '><').replaceAll(/\s+>/g, '>').trim();

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(BLOCKS_FILE, await compileMails());
