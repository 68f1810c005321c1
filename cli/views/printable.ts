import { stripVTControlCharacters } from 'node:util';
import canonicalize from 'canonicalize';

/** Controls but for tab and line feed, and the marks that reorder or break text. */
const UNPRINTABLE = /(?![\t\n])[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

/** Text that others wrote, without what a terminal would obey. */
export const printableText = (text: string): string =>
  stripVTControlCharacters(text).replaceAll(UNPRINTABLE, '').replaceAll('\t', ' ');

/** The same of every text in a value. What is shown to people comes through here. */
export const printable = <T>(value: T): T => {
  if (typeof value === 'string') return printableText(value) as T;
  if (Array.isArray(value)) return value.map(printable) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [printableText(key), printable(inner)]),
  ) as T;
};

/** On one line, so that a line break cannot begin a line that others would take for ours. */
export const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** JSON whose text is pure, with the same value: JSON.stringify lets DEL, C1 and the marks through. */
export const printableJson = (value: unknown, indent = 2): string =>
  escaped(JSON.stringify(value, null, indent));

/** The same with its keys sorted: what has the same value is the same line. */
export const printableRecord = (value: object): string => escaped(canonicalize(value) ?? '');

/** YAML whose text is pure, with the same value: only a quoted scalar can hold an escape. */
export const printableYaml = (value: unknown, { Document, visit }: typeof import('yaml')): string => {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_, scalar) => {
      if (typeof scalar.value === 'string' && printableText(scalar.value) !== scalar.value)
        scalar.type = 'QUOTE_DOUBLE';
    },
  });
  return escaped(document.toString({ lineWidth: 0 }));
};

const escaped = (json: string): string =>
  json.replaceAll(UNPRINTABLE, (character) =>
    character === '\n' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
