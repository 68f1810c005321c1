import { toPerson } from '../request/person.ts';
import { type DirectoryDocument, type DirectoryDraft, EMPTY_DIRECTORY } from './document.ts';

/**
 * The directory as it becomes by what a file says. What the file doesn't name stays, or goes if it is pruned. People
 * say themselves when they are away, so absences are pruned only by a file that has some.
 */
export const merge = (
  document: DirectoryDocument,
  file: Partial<DirectoryDraft>,
  isPruned: boolean,
): DirectoryDraft => {
  const { groups = {}, account_groups = {}, accounts = {}, rules = [], tests = [], away } = file;
  const { defaults, network_team } = { ...(isPruned ? EMPTY_DIRECTORY : document), ...file };
  const whole = { defaults, network_team };
  if (isPruned) {
    return { ...whole, groups, account_groups, accounts, rules, tests, away: away ?? document.away };
  }
  const named = new Set((away ?? []).map(({ person }) => toPerson(person)));
  return {
    ...whole,
    groups: { ...document.groups, ...groups },
    account_groups: { ...document.account_groups, ...account_groups },
    accounts: { ...document.accounts, ...accounts },
    rules: withOthers(rules, document.rules),
    tests: withOthers(tests, document.tests),
    away: [...(away ?? []), ...document.away.filter(({ person }) => !named.has(toPerson(person)))],
  };
};

const withOthers = <Named extends { name: string }>(
  list: readonly Named[],
  others: readonly Named[],
): readonly Named[] => [...list, ...others.filter(({ name }) => !list.some((each) => each.name === name))];
