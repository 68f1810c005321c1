import type { ErrorDetail } from '../request/errors.ts';
import { isSamePerson } from '../request/person.ts';
import type { Absence, DirectoryDraft, EntryDraft, Rule, RuleTest } from './document.ts';
import { groupNameIn, peopleAmong } from './resolve.ts';

type Defect = Pick<ErrorDetail, 'path' | 'message'>;

/** What a directory says that can't hold, each with its path in the directory. */
export const findDefects = (draft: DirectoryDraft): Defect[] => [
  ...Object.entries(draft.groups).flatMap(([name, members]) => findRespelled(members, `groups.${name}`)),
  ...Object.entries(draft.accounts).flatMap(([id, entry]) =>
    findEntryDefects(draft, entry, `accounts.${id}`),
  ),
  ...findRuleDefects(draft, draft.rules, 'rules'),
  ...draft.away.flatMap((absence, index) => findAbsenceDefects(draft, absence, `away.${index}`)),
  ...findUnknownGroups(draft.groups, draft.network_team, 'network_team'),
  ...findRepeated(draft.tests, 'tests'),
  ...draft.tests.flatMap((test, index) => findTestDefects(draft, test, `tests.${index}`)),
];

/** The defects of one account's entry, each with its path in the entry. */
export const findDefectsOfEntry = (draft: DirectoryDraft, accountId: string): Defect[] => {
  const entry = draft.accounts[accountId];
  return entry ? findEntryDefects(draft, entry, '') : [];
};

const at = (path: string, ...rest: readonly (string | number)[]): string =>
  [...(path ? [path] : []), ...rest].join('.');

const findEntryDefects = (draft: DirectoryDraft, entry: EntryDraft, path: string): Defect[] => [
  ...findPeopleDefects(draft, entry.approvers, at(path, 'approvers')),
  ...findTooMany(
    draft,
    entry.approvers,
    entry.required_approvals ?? draft.defaults.required_approvals ?? 1,
    at(path, 'required_approvals'),
  ),
  ...findUnknownGroups(
    draft.groups,
    entry.escalation_email ? [entry.escalation_email] : [],
    at(path, 'escalation_email'),
    false,
  ),
  ...findRuleDefects(draft, entry.rules ?? [], at(path, 'rules')),
  ...(entry.rules ?? []).flatMap(({ when }, index) =>
    when.peer_accounts
      ? [
          {
            path: at(path, 'rules', index, 'when', 'peer_accounts'),
            message:
              'An account’s own rules are about requests to this account. Put the rule among the directory’s rules.',
          },
        ]
      : [],
  ),
];

const findRespelled = (members: readonly string[], path: string): Defect[] => {
  const people = members.map((member) => member.toLowerCase());
  return people.flatMap((person, index) => {
    const other = people
      .slice(0, index)
      .find((earlier) => earlier !== person && isSamePerson(earlier, person));
    return other
      ? [{ path, message: `${other} and ${person} are one person: list each approver once.` }]
      : [];
  });
};

/** @param isList whether the path is that of a list, and each group has its place in it */
const findUnknownGroups = (
  groups: Readonly<Record<string, unknown>>,
  members: readonly string[],
  path: string,
  isList = true,
): Defect[] =>
  members.flatMap((member, index) => {
    const group = groupNameIn(member);
    return group === undefined || Object.hasOwn(groups, group)
      ? []
      : [
          {
            path: isList ? at(path, index) : path,
            message: `The directory has no group ${group}.`,
          },
        ];
  });

const findPeopleDefects = (draft: DirectoryDraft, members: readonly string[], path: string): Defect[] => [
  ...findRespelled(members, path),
  ...findUnknownGroups(draft.groups, members, path),
];

/** Where nobody may decide, no number is too high. */
const findTooMany = (
  draft: DirectoryDraft,
  approvers: readonly string[],
  required: number,
  path: string,
): Defect[] => {
  const possible = peopleAmong(draft, approvers).length;
  return 0 < possible && possible < required
    ? [
        {
          path,
          message: `Required approvals (${required}) must not exceed the number of different approvers (${possible}).`,
        },
      ]
    : [];
};

const findRepeated = (list: readonly { name: string }[], path: string): Defect[] =>
  list.flatMap(({ name }, index) =>
    list.findIndex((each) => each.name === name) < index
      ? [{ path: at(path, index, 'name'), message: `The name ${name} is taken. Names must be unique.` }]
      : [],
  );

const findRuleDefects = (draft: DirectoryDraft, rules: readonly Rule[], path: string): Defect[] => [
  ...findRepeated(rules, path),
  ...rules.flatMap((rule, index) => {
    const { when, approvers = [], required_approvals } = rule;
    const own = at(path, index);
    return [
      ...findUnknownGroups(
        draft.account_groups,
        when.requester_accounts ?? [],
        at(own, 'when', 'requester_accounts'),
      ),
      ...findUnknownGroups(draft.account_groups, when.peer_accounts ?? [], at(own, 'when', 'peer_accounts')),
      ...findPeopleDefects(draft, approvers, at(own, 'approvers')),
      ...findTooMany(draft, approvers, required_approvals ?? 1, at(own, 'required_approvals')),
      ...(['approvers', 'required_approvals'] as const).flatMap((field) =>
        rule.then !== 'ask' && rule[field] !== undefined
          ? [{ path: at(own, field), message: 'Only a rule that asks can have this field.' }]
          : [],
      ),
    ];
  }),
];

const findAbsenceDefects = (draft: DirectoryDraft, absence: Absence, path: string): Defect[] => {
  const { person, instead, from, until, account_id } = absence;
  return [
    ...(isSamePerson(person, instead)
      ? [{ path: at(path, 'instead'), message: 'Somebody else must decide during an absence.' }]
      : []),
    ...(Date.parse(from) < Date.parse(until)
      ? []
      : [{ path: at(path, 'until'), message: 'An absence must end after it begins.' }]),
    ...findUnknownAccount(draft, account_id, at(path, 'account_id')),
  ];
};

const findUnknownAccount = (draft: DirectoryDraft, accountId: string | undefined, path: string): Defect[] =>
  accountId === undefined || Object.hasOwn(draft.accounts, accountId)
    ? []
    : [{ path, message: `The directory has no account ${accountId}.` }];

const findTestDefects = (draft: DirectoryDraft, { request, rule }: RuleTest, path: string): Defect[] => {
  const peer = request.peer.account_id;
  const unknown = findUnknownAccount(draft, peer, at(path, 'request', 'peer', 'account_id'));
  const rules = [...draft.rules, ...(draft.accounts[peer]?.rules ?? [])];
  const isThere = rule === undefined || rules.some(({ name }) => name === rule);
  return [
    ...unknown,
    ...(isThere || unknown.length > 0
      ? []
      : [{ path: at(path, 'rule'), message: `No rule for requests to ${peer} has the name ${rule}.` }]),
  ];
};
