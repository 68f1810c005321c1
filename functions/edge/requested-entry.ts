import type * as z from 'zod/mini';
import type { EntryDraft } from '../domain/directory/document.ts';
import type { putAccount } from './contract/accounts.ts';
import { toDays, toSeconds } from './contract/fields.ts';
import { readRule } from './rule-view.ts';

const convert = <From, To>(value: From | null, to: (value: From) => To): To | null =>
  value === null ? null : to(value);

/** An account's entry as it is stored, with durations in seconds. */
export const requestedEntry = ({
  reminders,
  repeat_rejection,
  longest_active_for,
  review_every,
  rules,
  ...fields
}: z.infer<(typeof putAccount)['body']>): EntryDraft =>
  ({
    ...fields,
    ...(reminders && { reminders: reminders.map(toSeconds) }),
    ...(repeat_rejection !== undefined && { repeat_rejection: convert(repeat_rejection, toSeconds) }),
    ...(longest_active_for !== undefined && { longest_active_for: convert(longest_active_for, toSeconds) }),
    ...(review_every !== undefined && { review_every: convert(review_every, toDays) }),
    ...(rules && { rules: rules.map(readRule) }),
  }) as EntryDraft;
