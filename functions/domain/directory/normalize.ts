import { isDeepStrictEqual } from 'node:util';
import type {
  DirectoryDocument,
  DirectoryDraft,
  Entry,
  EntryDefaults,
  EntryDraft,
  Rule,
} from './document.ts';
import { groupNameIn, withoutNulls } from './resolve.ts';

/** Who writes a directory, and when. */
export type Writing = {
  now: Date;
  /** The IAM ARN, or the mail address, of whoever writes. */
  by: string;
  /** When approvers are reminded if the directory doesn't say it. */
  reminders: readonly number[];
};

/**
 * One spelling for all directories that mean the same, so that only what differs is a change. Addresses are in lower
 * case, what says nothing is left out, and so are absences that are over.
 *
 * @param before the directory that this one replaces: entries that stay the same keep who wrote them
 */
export const normalize = (
  draft: DirectoryDraft,
  before: DirectoryDocument,
  { now, by, reminders }: Writing,
): DirectoryDocument => {
  const defaults: EntryDefaults = withoutNulls(compact(draft.defaults));
  return {
    defaults,
    groups: mapSorted(draft.groups, people),
    account_groups: mapSorted(draft.account_groups, (members) => [...new Set(members)]),
    accounts: mapSorted(draft.accounts, (entry, accountId) =>
      sign(normalizeEntry(entry, defaults), before.accounts[accountId], now.toISOString(), by),
    ),
    rules: draft.rules.map(normalizeRule),
    away: draft.away
      .filter(({ until }) => now.getTime() < Date.parse(until))
      .map((absence) => ({
        ...absence,
        person: absence.person.toLowerCase(),
        instead: absence.instead.toLowerCase(),
      }))
      .sort((one, other) => compare(orderOf(one), orderOf(other))),
    network_team: people(draft.network_team),
    tests: draft.tests,
    configured: { reminders },
  };
};

const compare = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

const orderOf = ({ person, from, account_id = '' }: DirectoryDocument['away'][number]): string =>
  [person, from, account_id].join(' ');

const mapSorted = <From, To>(
  values: Readonly<Record<string, From>>,
  map: (value: From, key: string) => To,
): Record<string, To> =>
  Object.fromEntries(
    Object.entries(values)
      .sort(([one], [other]) => compare(one, other))
      .map(([key, value]) => [key, map(value, key)]),
  );

const compact = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

const people = (members: readonly string[]): string[] => [...new Set(members.map(person))];

/** The names of groups keep their case. */
const person = (member: string): string =>
  groupNameIn(member) === undefined ? member.toLowerCase() : member;

const normalizeRule = (rule: Rule): Rule =>
  compact({
    ...rule,
    when: compact(rule.when),
    ...(rule.approvers && { approvers: people(rule.approvers) }),
  });

const normalizeEntry = (entry: EntryDraft, defaults: EntryDefaults): EntryDraft => {
  const { created_at: _c, updated_at: _at, updated_by: _by, ...fields } = compact(entry) as Entry;
  // A null says something only if it denies a default.
  const said = Object.entries(fields).filter(([field, value]) => value !== null || field in defaults);
  const { auto_accept_from = [], rules = [], ...rest } = Object.fromEntries(said) as EntryDraft;
  return {
    ...rest,
    approvers: people(rest.approvers),
    ...(rest.escalation_email && { escalation_email: person(rest.escalation_email) }),
    ...(rest.decide_by && { decide_by: [...new Set(rest.decide_by)] }),
    ...(auto_accept_from.length > 0 && { auto_accept_from: [...new Set(auto_accept_from)] }),
    ...(rules.length > 0 && { rules: rules.map(normalizeRule) }),
  };
};

const sign = (draft: EntryDraft, before: Entry | undefined, at: string, by: string): Entry => {
  if (!before) return { ...draft, created_at: at, updated_at: at, updated_by: by };
  const { created_at, updated_at, updated_by } = before;
  const stays = isDeepStrictEqual(draft, unsigned(before));
  return {
    ...draft,
    created_at,
    ...(stays ? { updated_at, updated_by } : { updated_at: laterThan(updated_at, at), updated_by: by }),
  };
};

/** The time, or the moment after `before`: no two entries of an account have the same time, whatever clocks say. */
const laterThan = (before: string, at: string): string =>
  before >= at ? new Date(Date.parse(before) + 1).toISOString() : at;

/** An entry without who wrote it. */
export const unsigned = ({ created_at: _c, updated_at: _at, updated_by: _by, ...draft }: Entry): EntryDraft =>
  draft;
