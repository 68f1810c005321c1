import type { Caller } from '../client/api-types.ts';
import { outputWidth } from './output.ts';
import { faint, strong } from './paint.ts';
import { wrappedTable } from './table.ts';

export const callerDetails = ({ account_id, arn, principal_arn, is_network_team, email }: Caller): string => {
  const facts: [string, string][] = [
    ['Account', strong(account_id)],
    ['Name', arn],
    ...(principal_arn === arn ? [] : [['Role', principal_arn] satisfies [string, string]]),
    ...(email ? [['Mail address', email] satisfies [string, string]] : []),
    ['Network team', is_network_team ? 'yes' : 'no'],
  ];
  const rows = facts.map(([label, value]) => [faint(label), value]);
  return wrappedTable(rows, ['Network team'.length], outputWidth());
};
