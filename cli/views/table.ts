import CliTable from 'cli-table3';

const EDGES = [
  ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
  ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'],
];

const BARE = {
  chars: Object.fromEntries(EDGES.map((edge) => [edge, ''])),
  style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
};

const renderTable = (table: CliTable.Table): string => table.toString().replaceAll(/ +$/gm, '');

/** Columns as wide as their content, without lines between them. */
export const table = (rows: readonly (readonly string[])[], head: readonly string[] = []): string => {
  const drawing = new CliTable({ ...BARE, head: [...head] });
  drawing.push(...rows.map((row) => [...row]));
  return renderTable(drawing);
};

/** Same as `table`, with the last column wrapped to the width that the others leave. */
export const wrappedTable = (
  rows: readonly (readonly string[])[],
  widths: readonly number[],
  width: number,
): string => {
  const taken = widths.reduce((sum, each) => sum + each + 2, 0);
  const rest = Math.max(20, width - taken);
  const drawing = new CliTable({
    ...BARE,
    colWidths: [...widths.map((each) => each + 2), rest + 2],
    wordWrap: true,
  });
  drawing.push(...rows.map((row) => [...row.slice(0, -1), breakLongWords(row.at(-1) ?? '', rest)]));
  return renderTable(drawing);
};

/** The table truncates words longer than a line. Characters other than ASCII may be two columns wide. */
const breakLongWords = (text: string, width: number): string =>
  text.replaceAll(/\S+/g, (word) => {
    const length = /^\p{ASCII}*$/u.test(word) ? width : Math.floor(width / 2);
    return word.length <= length ? word : (word.match(new RegExp(`.{1,${length}}`, 'gu')) ?? []).join('\n');
  });
