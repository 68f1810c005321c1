import { isSamePerson, toPerson } from '../request/person.ts';
import { type Countable, countNow } from './count-approvals.ts';
import { entryFor, isOn, type Panel } from './entry-for.ts';
import type { Account } from './ports.ts';
import { acceptsByRule } from './rules.ts';
import { seatOf, seatsOf } from './seats.ts';

/** How many approvals a request requires, and how many there are or can still be. */
export type Quorum = { required: number; possible: number };

/**
 * The approvals that a request can't get, as the directory is now; `undefined` if it can get enough. A rule accepts
 * alone, and so does anyone who accepts in an account where Peerway has no role. Somebody who decides for two others
 * gives one approval.
 */
export const findMissingQuorum = (account: Account | undefined, request: Countable): Quorum | undefined => {
  if (acceptsByRule(account, request)) return undefined;
  const tally = countNow(account, request);
  const given = tally.approvals.filter(({ counts }) => counts !== false);
  const open = seatsOf(account, request).filter(
    ({ person, decider }) =>
      !given.some((approval) => isSamePerson(seatOf(approval), person)) &&
      !given.some(({ by }) => isSamePerson(by.id, decider)),
  );
  const entry = account && entryFor(account, request);
  const everybody = {
    approvers: entry?.approvers ?? [],
    required_approvals: Math.max(request.required_approvals, entry?.required_approvals ?? 1),
  };
  const panels: Panel[] =
    account?.onboarded === false
      ? [{ ...everybody, required_approvals: 1 }]
      : [everybody, ...(entry?.panels ?? [])];
  return panels
    .map((panel) => {
      const deciders = open
        .filter(({ person }) => isOn(panel, person))
        .map(({ decider }) => toPerson(decider));
      const counted = given.filter(
        (approval) => approval.by.kind === 'rule' || isOn(panel, seatOf(approval)),
      );
      return {
        required: panel.required_approvals,
        possible: counted.length + new Set(deciders).size,
      };
    })
    .find(({ required, possible }) => possible < required);
};
