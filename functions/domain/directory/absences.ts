import { distinctPeople, isSamePerson, toPerson } from '../request/person.ts';
import { isApproverOf } from './approvers.ts';
import type { Absence, DirectoryDocument } from './document.ts';
import type { Account } from './ports.ts';
import { findAbsence, whoActsFor } from './seats.ts';

/** The account's approvers, and those whom only a rule names. */
export const listAllApprovers = ({ approvers, rules = [] }: Account): string[] =>
  distinctPeople([...approvers, ...rules.flatMap((rule) => rule.approvers ?? [])]);

/** Whom an approver can choose to decide instead: the account's other approvers, except those who are away. */
export const listStandIns = (account: Account, person: string): string[] =>
  listAllApprovers(account).filter(
    (other) => !isSamePerson(other, person) && findAbsence(account, other) === undefined,
  );

/** How many must approve, and how many people are left who can. */
export type Shortage = { required: number; left: number };

/**
 * Why nobody could get enough approvals any more, for the entry or a rule by which this person is asked, if somebody
 * else decided instead; `undefined` if enough people are left.
 */
export const findShortage = (
  account: Account,
  absence: Pick<Absence, 'person' | 'until' | 'instead'>,
): Shortage | undefined => {
  const away = [
    ...(account.away ?? []).filter(({ person }) => !isSamePerson(person, absence.person)),
    absence,
  ];
  const asking = (account.rules ?? []).filter((rule) => rule.then === 'ask');
  return [account, ...asking]
    .map(({ approvers = account.approvers, required_approvals = account.required_approvals }) => ({
      approvers,
      required: account.onboarded ? required_approvals : 1,
    }))
    .filter(({ approvers }) => isApproverOf({ approvers }, absence.person))
    .map(({ approvers, required }) => {
      const deciders = approvers.map((person) => toPerson(whoActsFor({ away }, person)));
      return { required, left: new Set(deciders).size };
    })
    .find(({ required, left }) => left < required);
};

/** The directory with this absence, in place of any other that the person has for the same account. */
export const withAbsence = (document: DirectoryDocument, absence: Absence): DirectoryDocument => ({
  ...document,
  away: [
    ...document.away.filter(
      ({ person, account_id }) => !isSamePerson(person, absence.person) || account_id !== absence.account_id,
    ),
    absence,
  ],
});

/** The directory without the absences of this person that hold now for the account, also if they are for others too. */
export const withoutAbsence = (
  document: DirectoryDocument,
  who: string,
  accountId: string,
  now: Date,
): DirectoryDocument => ({
  ...document,
  away: document.away.filter(
    ({ person, account_id = accountId, from }) =>
      !isSamePerson(person, who) || account_id !== accountId || now.getTime() < Date.parse(from),
  ),
});
