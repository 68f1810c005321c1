import fc from 'fast-check';
import { expect, test } from 'vitest';
import { oneLine, printable, printableJson, printableText } from '../../../cli/views/printable.ts';

test('escape sequences go as a whole, other controls one by one', () => {
  expect(printableText('a\u001b[31mb\u001b]8;;https://evil.example\u0007c\u009b2Jd\be\u202ef\r\ng')).toBe(
    'abcdef\ng',
  );
  expect(printableText('naïve 日本語 👩‍💻\tend')).toBe('naïve 日本語 👩‍💻 end');
});

test('every text of a value is cleaned, its keys too', () => {
  expect(printable({ 'k\u001b': ['\u001b[2J1', { inner: '\u00072' }], n: 1, none: null })).toEqual({
    k: ['1', { inner: '2' }],
    n: 1,
    none: null,
  });
});

test('whatever is printed, nothing is left for a terminal to obey', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(printableText(text)).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
      expect(oneLine(printableText(text))).not.toContain('\n');
    }),
    { seed: 3 },
  );
});

test('JSON is pure and means the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const json = printableJson({ text });
      expect(json).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
      expect(JSON.parse(json)).toEqual({ text });
    }),
    { seed: 3 },
  );
});
