import { stripVTControlCharacters } from 'node:util';
import canonicalize from 'canonicalize';

/** Control characters except tab and line feed, and characters that reorder text or break lines. */
const UNPRINTABLE = /(?![\t\n])[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

/** Text without escape sequences or control characters, which could control the terminal. */
export const printableText = (text: string): string =>
  stripVTControlCharacters(text).replaceAll(UNPRINTABLE, '').replaceAll('\t', ' ');

/** Cleans every string of a value, keys included. All data from the API passes through here before it is shown. */
export const printable = <T>(value: T): T => {
  if (typeof value === 'string') return printableText(value) as T;
  if (Array.isArray(value)) return value.map(printable) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [printableText(key), printable(inner)]),
  ) as T;
};

/** On one line, so that text from others can't add a line that looks like Peerway's. */
export const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** JSON with the same value and no control characters: JSON.stringify doesn't escape DEL, C1 and bidi characters. */
export const printableJson = (value: unknown, indent = 2): string =>
  escaped(JSON.stringify(value, null, indent));

/** JSON on one line with sorted keys, so that equal values have equal lines. */
export const printableRecord = (value: object): string => escaped(canonicalize(value) ?? '');

/** YAML with the same value and no control characters. Only double-quoted scalars can contain escapes. */
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
