import { distinctPeople, toPerson } from '../request/person.ts';
import { DEFAULT_REMINDERS } from '../request/window.ts';
import type { Absence, DirectoryDocument, FullEntry, Rule, WithoutNulls } from './document.ts';
import type { Account } from './ports.ts';

const GROUP = 'group:';

/** The name of the group that stands among people or accounts; `undefined` for a person or an account. */
export const groupNameIn = (member: string): string | undefined =>
  member.startsWith(GROUP) ? member.slice(GROUP.length) : undefined;

/** A name such as `constructor` is no account and no group unless somebody wrote it. */
const ownOf = <Value>(values: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined;

export const findEntry = (
  { accounts, defaults, configured }: DirectoryDocument,
  accountId: string,
): FullEntry | undefined => {
  const entry = ownOf(accounts, accountId);
  return (
    entry && {
      auto_accept_from: [],
      required_approvals: 1,
      reminders: configured?.reminders ?? DEFAULT_REMINDERS,
      ...defaults,
      ...entry,
    }
  );
};

/** The people among whom groups are, each once. A group that isn't there has nobody. */
export const peopleAmong = (
  { groups }: Pick<DirectoryDocument, 'groups'>,
  members: readonly string[],
): string[] => distinctPeople(expand(groups, members));

/** The IDs of the accounts among which groups are, each once. */
export const accountsAmong = (
  { account_groups }: DirectoryDocument,
  members: readonly string[],
): string[] => [...new Set(expand(account_groups, members))];

const expand = (
  groups: Readonly<Record<string, readonly string[]>>,
  members: readonly string[],
): readonly string[] =>
  members.flatMap((member) => {
    const group = groupNameIn(member);
    return group === undefined ? member : (ownOf(groups, group) ?? []);
  });

/** The account as the directory has it at a time: groups, defaults, rules and absences are applied. */
export const resolveAccount = (
  document: DirectoryDocument,
  accountId: string,
  now: Date,
): Account | undefined => {
  const entry = findEntry(document, accountId);
  if (!entry) return undefined;
  const { escalation_email, rules: own = [], ...fields } = withoutNulls(entry);
  const approvers = peopleAmong(document, entry.approvers);
  const rules = [...document.rules.filter((rule) => concerns(document, rule, accountId)), ...own].map(
    (rule) => resolveRule(document, rule),
  );
  const deciders = [...approvers, ...rules.flatMap((rule) => rule.approvers ?? [])];
  // Whoever decides for somebody may be away too.
  const people = [...deciders, ...document.away.map(({ instead }) => instead)];
  const away = absencesOf(document, accountId, people, now);
  return {
    account_id: accountId,
    ...fields,
    approvers,
    escalate_to: escalation_email ? peopleAmong(document, [escalation_email]) : [],
    ...(rules.length > 0 && { rules }),
    ...(away.length > 0 && { away }),
  };
};

export const withoutNulls = <T extends object>(fields: T): WithoutNulls<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as WithoutNulls<T>;

/** All accounts, by ID. */
export const resolveAccounts = (document: DirectoryDocument, now: Date): Account[] =>
  Object.keys(document.accounts)
    .sort()
    .flatMap((accountId) => resolveAccount(document, accountId, now) ?? []);

const concerns = (document: DirectoryDocument, { when }: Rule, accountId: string): boolean =>
  when.peer_accounts === undefined || accountsAmong(document, when.peer_accounts).includes(accountId);

const resolveRule = (document: DirectoryDocument, rule: Rule): Rule => {
  const { requester_accounts, peer_accounts } = rule.when;
  return {
    ...rule,
    when: {
      ...rule.when,
      ...(requester_accounts && { requester_accounts: accountsAmong(document, requester_accounts) }),
      ...(peer_accounts && { peer_accounts: accountsAmong(document, peer_accounts) }),
    },
    ...(rule.approvers && { approvers: peopleAmong(document, rule.approvers) }),
  };
};

/** The absences of these people that hold now, one for each person: one for this account before one for all. */
const absencesOf = (
  { away }: DirectoryDocument,
  accountId: string,
  people: readonly string[],
  now: Date,
): NonNullable<Account['away']> => {
  const at = now.getTime();
  const holding = away.filter(
    ({ from, until, account_id = accountId }) =>
      account_id === accountId && Date.parse(from) <= at && at < Date.parse(until),
  );
  const isFor = (absence: Absence, person: string) => toPerson(absence.person) === toPerson(person);
  return distinctPeople(people).flatMap((person) => {
    const own = holding.filter((absence) => isFor(absence, person));
    const absence = own.find(({ account_id }) => account_id !== undefined) ?? own[0];
    return absence ? [{ person, until: absence.until, instead: absence.instead }] : [];
  });
};
