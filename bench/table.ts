import CliTable from 'cli-table3';
import type { Row } from './row.ts';

const EDGES = [
  ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
  ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'],
];

/** Formats a value with three significant digits, but never rounds to tens. */
const formatValue = (value: number | null): string => {
  if (value === null) return '–';
  const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
};

/** Formats a row as one line, for a bench that still runs. */
export const formatRow = ({ name, value, floor, unit, ratio }: Row): string =>
  `        ${name}: ${formatValue(value)} ${unit}${ratio === null ? '' : `, ${ratio.toFixed(2)} × its floor of ${formatValue(floor)}`}`;

/** Formats the rows as a table without lines. */
export const formatTable = (rows: readonly Row[]): string => {
  const table = new CliTable({
    head: ['', 'value', 'floor', 'unit', 'ratio', 'aim'],
    colAligns: ['left', 'right', 'right', 'left', 'right', 'left'],
    chars: Object.fromEntries(EDGES.map((edge) => [edge, ''])),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
  });
  table.push(
    ...rows.map(({ name, value, unit, floor, ratio, aim }) => [
      name,
      formatValue(value),
      formatValue(floor),
      unit,
      ratio === null ? '–' : ratio.toFixed(2),
      aim,
    ]),
  );
  return table.toString().replaceAll(/ +$/gm, '');
};
