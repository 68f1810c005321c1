import type * as z from 'zod/mini';
import type { EntryDefaults, EntryDraft } from '../domain/directory/document.ts';
import type { entryDefaults, entryInput } from './contract/accounts.ts';
import { toDays, toSeconds } from './contract/fields.ts';
import { readRule } from './rule-view.ts';

/** Null stays null. */
export const convert = <From, To>(value: From | null, to: (value: From) => To): To | null =>
  value === null ? null : to(value);

/** What entries and defaults can both say, with durations in seconds. */
export const requestedFields = ({
  reminders,
  repeat_rejection,
  longest_active_for,
  review_every,
  ...fields
}: z.infer<typeof entryDefaults>): EntryDefaults =>
  ({
    ...fields,
    ...(reminders && { reminders: reminders.map(toSeconds) }),
    ...(repeat_rejection !== undefined && { repeat_rejection: convert(repeat_rejection, toSeconds) }),
    ...(longest_active_for !== undefined && { longest_active_for: convert(longest_active_for, toSeconds) }),
    ...(review_every !== undefined && { review_every: convert(review_every, toDays) }),
  }) as EntryDefaults;

/** An account's entry as it is stored. */
export const requestedEntry = ({
  name,
  approvers,
  onboarded,
  auto_accept_from,
  rules,
  ...fields
}: z.infer<typeof entryInput>): EntryDraft => ({
  name,
  approvers,
  onboarded,
  ...(auto_accept_from && { auto_accept_from }),
  ...requestedFields(fields),
  ...(rules && { rules: rules.map(readRule) }),
});
