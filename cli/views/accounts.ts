import type { Account } from '../client/api-types.ts';
import { outputWidth } from './output.ts';
import { faint, strong } from './paint.ts';
import { table, wrappedTable } from './table.ts';
import { showTime } from './time.ts';

export const accountList = ({ items }: { items: Account[] }): string =>
  items.length === 0
    ? 'The directory is empty. To add an account: peerway accounts put --help'
    : table(
        items.map((account) => [
          strong(account.account_id),
          account.name,
          account.onboarded ? 'yes' : 'no',
          String(account.required_approvals),
          account.approvers.join('\n') || faint('none'),
        ]),
        ['ACCOUNT', 'NAME', 'ONBOARDED', 'APPROVALS', 'APPROVERS'].map(faint),
      );

const DECIDED_BY = {
  link: 'the link in an approver’s mail',
  signed: 'peerway approve and reject',
} as const satisfies Record<Account['decide_by'][number], string>;

const describeReviews = ({ review_every, review_unanswered }: Account): string => {
  if (!review_every) return 'none';
  return review_unanswered === 'remove'
    ? `every ${review_every}, and connections that nobody reviews are removed`
    : `every ${review_every}`;
};

const describePickUp = ({ pick_up, pick_up_unknown, repeat_rejection }: Account): string => {
  if (!pick_up) return 'no';
  const from = pick_up_unknown ? 'from any account' : 'from accounts in the directory';
  return repeat_rejection ? `${from}\na rejection is repeated for ${repeat_rejection}` : from;
};

const describeRule = ({ name, then, because }: Account['rules'][number]): string =>
  `${name}: ${then}. ${because}`;

export const accountDetails = (account: Account): string => {
  const facts: [string, string][] = [
    ['Onboarded', account.onboarded ? 'yes' : 'no: approvers accept in the account itself'],
    ['Approvers', account.approvers.join('\n') || 'none'],
    ['Approvals', `${account.required_approvals} required`],
    ['Auto-accepts', account.auto_accept_from.join('\n') || 'none'],
    ['Reminders', account.reminders.map((before) => `${before} before the deadline`).join('\n') || 'none'],
    ['Escalation', account.escalation_email ?? 'none'],
    ['Time zone', account.time_zone ?? 'UTC'],
    ['Connect', account.connect ?? 'advise'],
    ['Decided by', account.decide_by.map((way) => DECIDED_BY[way]).join('\n')],
    ['Picks up', describePickUp(account)],
    ['Rules', account.rules.map(describeRule).join('\n') || 'none'],
    ['Longest life', account.longest_active_for ?? 'no limit'],
    ['Reviews', describeReviews(account)],
    ['Announces to', account.announce_to ?? 'the hub’s topic alone'],
    ['Updated', `${showTime(account.updated_at)} by ${account.updated_by}`],
  ];
  const rows = facts.map(([label, value]) => [faint(label), value]);
  return `${strong(account.account_id)}  ${account.name}\n\n${wrappedTable(rows, ['Auto-accepts'.length], outputWidth())}`;
};
