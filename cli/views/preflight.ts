import type { Check, DryRun } from '../client/api-types.ts';
import { outputWidth } from './output.ts';
import { bad, checkMark, faint, good } from './paint.ts';
import { oneLine } from './printable.ts';
import { sides } from './request-details.ts';
import { wrappedTable } from './table.ts';

/** What the preflight found, and whether it would stop a submission. */
export const preflightReport = (report: DryRun): string => {
  const longest = Math.max(...report.checks.map(({ check }) => check.length), 0);
  return [
    sides(report),
    '',
    wrappedTable(report.checks.map(rowOf), [1, longest], outputWidth()),
    '',
    report.would_submit
      ? good('Nothing stands in the way of submitting this.')
      : bad('This would be refused, and nothing was recorded.'),
  ].join('\n');
};

const rowOf = ({ check, result, message, remedy }: Check): string[] => [
  checkMark(result),
  check,
  [oneLine(message), ...(remedy ? [faint(`→ ${oneLine(remedy)}`)] : [])].join('\n'),
];
