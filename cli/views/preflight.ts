import type { Check, Preflight } from '../client/api-types.ts';
import { outputWidth } from './output.ts';
import { bad, checkMark, faint, good } from './paint.ts';
import { oneLine } from './printable.ts';
import { vpcTable } from './request-details.ts';
import { wrappedTable } from './table.ts';

/** The result of each check, and whether the request could be submitted. */
export const preflightReport = (report: Preflight): string => {
  const longest = Math.max(...report.checks.map(({ check }) => check.length), 0);
  return [
    vpcTable(report),
    '',
    wrappedTable(report.checks.map(rowOf), [1, longest], outputWidth()),
    '',
    report.would_submit
      ? good('No check failed. You can submit this request.')
      : bad('This request would be refused. Nothing was recorded.'),
  ].join('\n');
};

const rowOf = ({ check, result, message, remedy }: Check): string[] => [
  checkMark(result),
  check,
  [oneLine(message), ...(remedy ? [faint(`→ ${oneLine(remedy)}`)] : [])].join('\n'),
];
