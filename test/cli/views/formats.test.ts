import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { UsageError } from '../../../cli/errors.ts';
import { type FormatOptions, loadFormatting } from '../../../cli/views/formats.ts';
import { openOutput } from '../../../cli/views/output.ts';

const PAGE = {
  items: [
    { id: 'pr-1', onboarded: true, window: { ends: 'soon' }, note: 'one, "two"' },
    { id: 'pr-2', onboarded: false, window: null },
  ],
  next_cursor: null,
};

const written = async (options: FormatOptions, data: unknown): Promise<string> =>
  (await loadFormatting(options, false)).whole(data);

describe('the format', () => {
  test.each([
    [{}, false, 'json'],
    [{}, true, 'table'],
    [{ json: true }, true, 'json'],
    [{ table: true }, false, 'table'],
    [{ output: 'yaml' }, true, 'yaml'],
    [{ output: 'csv' }, false, 'csv'],
  ] as const)('%o for a terminal (%s) is %s', async (options, isTerminal, format) => {
    expect((await loadFormatting(options, isTerminal)).format).toBe(format);
  });
});

describe('CSV', () => {
  test('has a row for each item, nested values as JSON, and no value for what is missing', async () => {
    expect((await written({ output: 'csv' }, PAGE)).split('\n')).toEqual([
      'id,onboarded,window,note',
      'pr-1,true,"{""ends"":""soon""}","one, ""two"""',
      'pr-2,false,,',
    ]);
  });

  test('has one row for an answer that lists nothing, and none for an empty list', async () => {
    expect(await written({ output: 'csv' }, { id: 'pr-1', count: -2 })).toBe('id,count\npr-1,-2');
    expect(await written({ output: 'csv' }, { items: [], next_cursor: null })).toBe('');
  });

  test('of values or arrays, as a query makes them', async () => {
    expect(await written({ output: 'csv' }, ['a', 'b'])).toBe('value\na\nb');
    expect(await written({ output: 'csv' }, [['a', 1]])).toBe('a,1');
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '＝1+1', '\u001b[2K=1+1', '\r=1'])(
    'a spreadsheet does not run %j',
    async (text) => {
      const [, cell] = (await written({ output: 'csv' }, [{ text }])).split('\n');
      expect(cell).toMatch(/^"?'/);
    },
  );

  test('has its header once, where lines follow one another', async () => {
    const { oneOfMany } = await loadFormatting({ output: 'csv' }, false);
    expect([oneOfMany({ id: 1, window: null }), oneOfMany({ window: 'w', id: 2 })]).toEqual([
      'id,window\n1,',
      '2,w',
    ]);
  });
});

test('YAML has the same value, and is one document for each line', async () => {
  const { whole, oneOfMany } = await loadFormatting({ output: 'yaml' }, false);
  expect(parse(whole(PAGE))).toEqual(PAGE);
  const documents = parseAllDocuments(`${oneOfMany({ id: 1 })}\n${oneOfMany({ id: 2 })}\n`);
  expect(documents.map((document) => document.toJS())).toEqual([{ id: 1 }, { id: 2 }]);
});

test.each(['json', 'csv', 'yaml', 'table'] as const)(
  '%s has nothing for a terminal to obey',
  async (output) => {
    const { whole, oneOfMany } = await loadFormatting({ output, query: '@' }, false);
    const property = fc.property(
      fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })),
      (data) => {
        const terminal = /(?!\n)[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u;
        expect(whole(data)).not.toMatch(terminal);
        expect(whole([data])).not.toMatch(terminal);
        expect(oneOfMany(data)).not.toMatch(terminal);
      },
    );
    fc.assert(property, { seed: 3 });
  },
);

test('YAML of any text means the same', async () => {
  const { whole } = await loadFormatting({ output: 'yaml' }, false);
  const property = fc.property(fc.string({ unit: 'binary' }), (text) => {
    fc.pre(text.isWellFormed());
    expect(parse(whole({ text }))).toEqual({ text });
  });
  fc.assert(property, { seed: 3 });
});

describe('a query', () => {
  const shown = async (options: FormatOptions, data: unknown): Promise<string> => {
    let text = '';
    const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      text += chunk;
      return true;
    });
    openOutput(await loadFormatting(options, false)).show(data, () => 'a view of ours');
    write.mockRestore();
    return text;
  };

  test.each([
    [{ query: 'items[].id' }, '[\n  "pr-1",\n  "pr-2"\n]\n'],
    [{ query: 'nothing' }, 'null\n'],
    [{ query: 'items[0].id', output: 'yaml' }, 'pr-1\n'],
    [{ query: 'items[].{id: id, ends: window.ends}', output: 'csv' }, 'id,ends\npr-1,soon\npr-2,\n'],
    [{ query: 'items[].id', table: true }, 'pr-1\npr-2\n'],
    [{ query: 'items[?onboarded].{id: id}', table: true }, 'ID\npr-1\n'],
    [{ query: 'items[0].window', table: true }, 'ends  soon\n'],
    [{ table: true }, 'a view of ours\n'],
  ] as const)('%o shows %j', async (options, text) => {
    expect(await shown(options, PAGE)).toBe(text);
  });

  test.each(['', 'items[', 'nope(@)', 'length(a, b)'])(
    '%j is refused before anything is sent',
    async (query) => {
      await expect(loadFormatting({ query })).rejects.toThrow(UsageError);
      await expect(loadFormatting({ query })).rejects.toThrow('--query must be a JMESPath expression');
    },
  );

  test('that does not fit the answer says that the call succeeded', async () => {
    const { select } = await loadFormatting({ query: 'length(items)' });
    expect(select?.(PAGE)).toBe(2);
    expect(() => select?.({ items: null })).toThrow(UsageError);
    expect(() => select?.({ items: null })).toThrow('The call succeeded');
  });
});
