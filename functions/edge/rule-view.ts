import type * as z from 'zod/mini';
import type { Rule } from '../domain/directory/document.ts';
import { toDuration, toSeconds } from './contract/fields.ts';
import type { rule } from './contract/rules.ts';

export type RuleView = z.infer<typeof rule>;

/** A rule as the API and the directory's file have it, with its duration in ISO 8601. */
export const ruleView = ({ longest_active_for, ...rule }: Rule): RuleView => ({
  ...(structuredClone(rule) as Omit<RuleView, 'longest_active_for'>),
  ...(longest_active_for !== undefined && { longest_active_for: toDuration(longest_active_for) }),
});

/** The rule that the contract has accepted, as it is stored. */
export const readRule = ({ longest_active_for, approvers, ...rule }: RuleView): Rule => ({
  ...(rule as Omit<Rule, 'longest_active_for' | 'approvers'>),
  ...(approvers && { approvers: [...new Set(approvers.map(readPerson))] }),
  ...(longest_active_for && { longest_active_for: toSeconds(longest_active_for) }),
});

/** Addresses are in lower case. The name of a group is as it is. */
const readPerson = (person: string): string => (person.startsWith('group:') ? person : person.toLowerCase());
