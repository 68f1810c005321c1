import { toPerson } from '../request/person.ts';
import { type Countable, countNow } from './count-approvals.ts';
import { type CountedPanel, isFree } from './panels.ts';
import type { Account } from './ports.ts';
import { acceptsByRule } from './rules.ts';
import { seatsOf } from './seats.ts';

/** How many approvals a request requires, and how many there are or can still be. */
export type Quorum = { required: number; possible: number };

/**
 * The approvals that a request can't get, as the directory is now; `undefined` if it can get enough. A rule accepts
 * alone, and so does anyone who accepts in an account where Peerway has no role. Somebody who decides for two others
 * gives one approval in each panel.
 */
export const findMissingQuorum = (account: Account | undefined, request: Countable): Quorum | undefined => {
  if (acceptsByRule(account, request)) return undefined;
  const { approvals, panels } = countNow(account, request);
  const given = approvals.filter(({ counts }) => counts !== false).map(({ by }) => toPerson(by.id));
  const open = seatsOf(account, request).filter(({ decider }) => !given.includes(toPerson(decider)));
  const canStill = (panelsOf: readonly CountedPanel[]) =>
    new Set(open.filter(({ person }) => isFree(panelsOf, person)).map(({ decider }) => toPerson(decider)))
      .size;
  const inAll = given.length + canStill(panels);
  if (account?.onboarded === false) return findLack([{ required: 1, possible: inAll }]);
  const required = Math.max(
    request.required_approvals,
    ...panels.map(({ required_approvals }) => required_approvals),
  );
  return findLack([
    { required, possible: inAll },
    ...panels.map((panel) => ({
      required: panel.required_approvals,
      possible: panel.taken.size + canStill([panel]),
    })),
  ]);
};

const findLack = (quorums: readonly Quorum[]): Quorum | undefined =>
  quorums.find(({ required, possible }) => possible < required);
