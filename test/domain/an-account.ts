import type { Account } from '../../functions/domain/directory/ports.ts';

/** An entry of the directory. */
export const anAccount = (found: Partial<Account> = {}): Account => ({
  account_id: '222222222222',
  name: 'analytics',
  approvers: ['anna@analytics.example'],
  onboarded: true,
  auto_accept_from: [],
  required_approvals: 1,
  reminders: [],
  escalate_to: [],
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
  updated_by: 'arn:aws:iam::999999999999:user/nora',
  ...found,
});
