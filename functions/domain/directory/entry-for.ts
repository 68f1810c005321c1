import { distinctPeople, isSamePerson } from '../request/person.ts';
import type { Rule } from '../request/rule.ts';
import type { Account } from './ports.ts';
import { type RequestFacts, ruleFor } from './rules.ts';

export type { RequestFacts } from './rules.ts';

/** So many of these must accept. */
export type Panel = Pick<Account, 'approvers' | 'required_approvals'>;

/** An account's entry as it applies to one request. */
export type AppliedEntry = Account & {
  /**
   * Where Peerway can't see which rule holds, so many of each of these must accept. `approvers` has all of them, and
   * `required_approvals` the largest number.
   */
  panels?: readonly Panel[];
};

/**
 * The accepter account's entry as it applies to one request: the rule that holds may ask others, or more or fewer of
 * them, and any rule can allow less time than the entry. What a rule asks for that may hold too is required as well,
 * because what can't be seen must not lead to less scrutiny.
 *
 * @param account as the directory has it: an applied entry would be taken for the account's own
 */
export const entryFor = (account: Account, request: RequestFacts): AppliedEntry => {
  if (!account.rules?.length) return account;
  const { rule, undetermined } = ruleFor(account, request);
  const asking = undetermined.flatMap((each) => (each.asks ? each.rule : []));
  if (!rule && asking.length === 0) return account;
  const panels = withoutImplied([panelOf(account, rule), ...asking.map((each) => panelOf(account, each))]);
  // A limit on what is accepted without anybody limits no people.
  const limiting = asking.filter(({ then }) => then === 'ask');
  const limits = [rule, ...limiting, account].flatMap((each) => each?.longest_active_for ?? []);
  return {
    ...account,
    approvers: distinctPeople(panels.flatMap(({ approvers }) => approvers)),
    required_approvals: Math.max(...panels.map(({ required_approvals }) => required_approvals)),
    ...(limits.length > 0 && { longest_active_for: Math.min(...limits) }),
    ...(panels.length > 1 && { panels }),
  };
};

const panelOf = (account: Account, rule: Rule | undefined): Panel => {
  const { approvers = account.approvers, required_approvals = account.required_approvals } =
    rule?.then === 'ask' ? rule : account;
  return { approvers, required_approvals };
};

/** Without those that are met whenever another one is. */
const withoutImplied = (panels: readonly Panel[]): Panel[] =>
  panels.filter((panel, place) =>
    panels.every(
      (other, otherPlace) =>
        place === otherPlace || !implies(other, panel) || (otherPlace > place && implies(panel, other)),
    ),
  );

const implies = (one: Panel, other: Panel): boolean =>
  one.required_approvals >= other.required_approvals && one.approvers.every((person) => isOn(other, person));

export const isOn = ({ approvers }: Panel, person: string): boolean =>
  approvers.some((approver) => isSamePerson(approver, person));
