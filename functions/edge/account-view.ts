import { serialize } from 'tinyduration';
import type * as z from 'zod/mini';
import type { EntryDefaults, FullEntry } from '../domain/directory/document.ts';

import type { getAccount } from './contract/accounts.ts';
import { toDuration } from './contract/fields.ts';
import { convert } from './requested-entry.ts';
import { ruleView } from './rule-view.ts';

/** What entries and defaults can both say, with durations in ISO 8601. */
export const fieldsView = ({
  reminders,
  repeat_rejection,
  longest_active_for,
  review_every,
  ...fields
}: EntryDefaults) => ({
  ...fields,
  ...(reminders && { reminders: reminders.map(toDuration) }),
  ...(repeat_rejection !== undefined && {
    repeat_rejection: convert(repeat_rejection, toDuration),
  }),
  ...(longest_active_for !== undefined && {
    longest_active_for: convert(longest_active_for, toDuration),
  }),
  ...(review_every !== undefined && { review_every: convert(review_every, (days) => serialize({ days })) }),
});

/** An account's entry as the API returns it, with durations in ISO 8601, so that it can be put again. */
export const accountView = (account_id: string, entry: FullEntry): z.infer<(typeof getAccount)['data']> => {
  const fields = fieldsView(entry);
  return {
    account_id,
    name: entry.name,
    approvers: [...entry.approvers],
    onboarded: entry.onboarded,
    auto_accept_from: [...entry.auto_accept_from],
    required_approvals: entry.required_approvals,
    reminders: fields.reminders ?? [],
    escalation_email: entry.escalation_email ?? null,
    time_zone: entry.time_zone ?? null,
    connect: entry.connect ?? 'advise',
    decide_by: [...(entry.decide_by ?? ['link'])],
    pick_up: entry.pick_up ?? false,
    pick_up_unknown: entry.pick_up_unknown ?? false,
    repeat_rejection: fields.repeat_rejection ?? null,
    longest_active_for: fields.longest_active_for ?? null,
    review_every: fields.review_every ?? null,
    review_unanswered: entry.review_unanswered ?? 'keep',
    announce_to: entry.announce_to ?? null,
    rules: (entry.rules ?? []).map(ruleView),
    created_at: entry.created_at,
    updated_at: entry.updated_at,
    updated_by: entry.updated_by,
  };
};
