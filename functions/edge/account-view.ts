import { serialize } from 'tinyduration';
import type * as z from 'zod/mini';
import type { FullEntry } from '../domain/directory/resolve.ts';
import type { getAccount } from './contract/accounts.ts';
import { toDuration } from './contract/fields.ts';
import { ruleView } from './rule-view.ts';

/** An account's entry as the API returns it, with durations in ISO 8601, so that it can be put again. */
export const accountView = (account_id: string, entry: FullEntry): z.infer<(typeof getAccount)['data']> => ({
  account_id,
  name: entry.name,
  approvers: [...entry.approvers],
  onboarded: entry.onboarded,
  auto_accept_from: [...entry.auto_accept_from],
  required_approvals: entry.required_approvals,
  reminders: entry.reminders.map(toDuration),
  escalation_email: entry.escalation_email ?? null,
  time_zone: entry.time_zone ?? null,
  connect: entry.connect ?? 'advise',
  decide_by: [...(entry.decide_by ?? ['link'])],
  pick_up: entry.pick_up ?? false,
  pick_up_unknown: entry.pick_up_unknown ?? false,
  repeat_rejection: entry.repeat_rejection ? toDuration(entry.repeat_rejection) : null,
  longest_active_for: entry.longest_active_for ? toDuration(entry.longest_active_for) : null,
  review_every: entry.review_every ? serialize({ days: entry.review_every }) : null,
  review_unanswered: entry.review_unanswered ?? 'keep',
  announce_to: entry.announce_to ?? null,
  rules: (entry.rules ?? []).map(ruleView),
  created_at: entry.created_at,
  updated_at: entry.updated_at,
  updated_by: entry.updated_by,
});
