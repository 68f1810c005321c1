import type { Account } from '../client/api-types.ts';
import { outputWidth } from './output.ts';
import { faint, strong } from './paint.ts';
import { table, wrappedTable } from './table.ts';
import { showTime } from './time.ts';

export const accountList = ({ items }: { items: Account[] }): string =>
  items.length === 0
    ? 'The directory is empty. Put an account into it: peerway accounts put --help'
    : table(
        items.map((account) => [
          strong(account.account_id),
          account.name,
          account.onboarded ? 'yes' : 'no',
          String(account.required_approvals),
          account.approvers.join('\n') || faint('nobody'),
        ]),
        ['ACCOUNT', 'NAME', 'ONBOARDED', 'APPROVALS', 'APPROVERS'].map(faint),
      );

export const accountDetails = (account: Account): string => {
  const facts: [string, string][] = [
    ['Onboarded', account.onboarded ? 'yes' : 'no: its approvers accept in their own account'],
    ['Approvers', account.approvers.join('\n') || 'nobody'],
    ['Required', `${account.required_approvals} of them must accept`],
    ['Accepts from', account.auto_accept_from.join('\n') || 'nobody without asking'],
    ['Reminders', account.reminders.map((before) => `${before} before the end`).join('\n') || 'none'],
    ['Escalation', account.escalation_email ?? 'nobody'],
    ['Updated', `${showTime(account.updated_at)} by ${account.updated_by}`],
  ];
  const rows = facts.map(([label, value]) => [faint(label), value]);
  return `${strong(account.account_id)}  ${account.name}\n\n${wrappedTable(rows, ['Accepts from'.length], outputWidth())}`;
};
