import type * as z from 'zod/mini';
import {
  type DirectoryDocument,
  type DirectoryDraft,
  EMPTY_DIRECTORY,
  type EntryDefaults,
  type EntryDraft,
  type Rule,
  type RuleTest,
} from '../domain/directory/document.ts';
import type { DirectoryChange } from '../domain/directory/history.ts';
import { unsigned } from '../domain/directory/normalize.ts';
import { fieldsView } from './account-view.ts';
import type { entryInput } from './contract/accounts.ts';
import type { directory, plannedChange, ruleTest } from './contract/directory.ts';
import { toDuration, toSeconds } from './contract/fields.ts';
import { requestedEntry, requestedFields } from './requested-entry.ts';
import { readRule, ruleView } from './rule-view.ts';

/** The directory as people write it: durations are in ISO 8601. */
export type DirectoryFile = z.infer<typeof directory>;

/** An entry as it was written, without who wrote it. */
const entryFile = ({ name, approvers, onboarded, auto_accept_from, rules, ...fields }: EntryDraft) =>
  ({
    name,
    approvers,
    onboarded,
    ...(auto_accept_from && { auto_accept_from }),
    ...fieldsView(fields),
    ...(rules && { rules: rules.map(ruleView) }),
  }) as z.infer<typeof entryInput>;

const mapValues = <From, To>(values: Readonly<Record<string, From>>, map: (value: From) => To) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value)]));

type TestView = z.infer<typeof ruleTest>;

const testView = ({ request: { active_for, ...request }, ...test }: RuleTest): TestView =>
  ({
    ...test,
    request: { ...request, ...(active_for !== undefined && { active_for: toDuration(active_for) }) },
  }) as TestView;

const readTest = ({ request: { active_for, ...request }, ...test }: TestView): RuleTest =>
  ({
    ...test,
    request: { ...request, ...(active_for !== undefined && { active_for: toSeconds(active_for) }) },
  }) as RuleTest;

/** What the directory has. What it doesn't have is left out. */
export const directoryFile = (document: DirectoryDocument): DirectoryFile => {
  const file = {
    defaults: fieldsView(document.defaults),
    groups: document.groups,
    account_groups: document.account_groups,
    accounts: mapValues(document.accounts, (entry) => entryFile(unsigned(entry))),
    rules: document.rules.map(ruleView),
    away: document.away,
    network_team: document.network_team,
    tests: document.tests.map(testView),
  };
  return Object.fromEntries(
    Object.entries(file).filter(([, part]) => Object.keys(part).length > 0),
  ) as DirectoryFile;
};

/** What the file says, in the directory's own terms. Absent is what it doesn't say. */
export const readDirectory = ({ defaults, accounts, rules, tests, ...rest }: DirectoryFile) =>
  ({
    ...rest,
    ...(defaults && { defaults: requestedFields(defaults) }),
    ...(accounts && { accounts: mapValues(accounts, requestedEntry) }),
    ...(rules && { rules: rules.map(readRule) }),
    ...(tests && { tests: tests.map(readTest) }),
  }) as Partial<DirectoryDraft>;

/** A directory that has what the file says, and nothing else. */
export const directoryOf = (file: DirectoryFile): DirectoryDraft => ({
  ...EMPTY_DIRECTORY,
  ...readDirectory(file),
});

/** The change has it already. */
const withoutName = <T extends { name: string }>({ name: _, ...rest }: T): Omit<T, 'name'> => rest;

/** What a change has before or after it, field by field, as people write it. */
const partsOf = (what: DirectoryChange['what'], value: unknown): Record<string, unknown> => {
  if (value === undefined) return {};
  switch (what) {
    case 'account':
      return entryFile(value as EntryDraft);
    case 'defaults':
      return fieldsView(value as EntryDefaults);
    case 'rule':
      return withoutName(ruleView(value as Rule));
    case 'test':
      return withoutName(testView(value as RuleTest));
    case 'rule-order':
      return { order: value };
    case 'away':
      return { absences: value };
    case 'group':
    case 'account-group':
    case 'network-team':
      return { members: value };
    default:
      return what satisfies never;
  }
};

/** A change, field by field. */
export const changeView = ({
  what,
  name = null as never,
  before,
  after,
}: DirectoryChange): z.infer<typeof plannedChange> => {
  const [was, is] = [partsOf(what, before), partsOf(what, after)];
  const fields = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return {
    what,
    name,
    change: before === undefined ? 'added' : after === undefined ? 'removed' : 'changed',
    fields: fields
      .map((field) => ({ field, before: was[field] ?? null, after: is[field] ?? null }))
      .filter((each) => JSON.stringify(each.before) !== JSON.stringify(each.after)),
  };
};
