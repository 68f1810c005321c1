import { serialize } from 'tinyduration';
import type * as z from 'zod/mini';
import type { Account } from '../domain/directory/ports.ts';
import type { getAccount } from './contract/accounts.ts';
import { toDuration } from './contract/fields.ts';
import { ruleView } from './rule-view.ts';

/** An account in the directory as the API returns it, with reminders as ISO 8601 durations. */
export const accountView = (account: Account): z.infer<(typeof getAccount)['data']> => ({
  account_id: account.account_id,
  name: account.name,
  approvers: [...account.approvers],
  onboarded: account.onboarded,
  auto_accept_from: [...account.auto_accept_from],
  required_approvals: account.required_approvals,
  reminders: account.reminders.map(toDuration),
  escalation_email: account.escalation_email ?? null,
  time_zone: account.time_zone ?? null,
  connect: account.connect ?? 'advise',
  decide_by: [...(account.decide_by ?? ['link'])],
  pick_up: account.pick_up ?? false,
  pick_up_unknown: account.pick_up_unknown ?? false,
  repeat_rejection: account.repeat_rejection ? toDuration(account.repeat_rejection) : null,
  longest_active_for: account.longest_active_for ? toDuration(account.longest_active_for) : null,
  review_every: account.review_every ? serialize({ days: account.review_every }) : null,
  review_unanswered: account.review_unanswered ?? 'keep',
  rules: (account.rules ?? []).map(ruleView),
  created_at: account.created_at,
  updated_at: account.updated_at,
  updated_by: account.updated_by,
});
