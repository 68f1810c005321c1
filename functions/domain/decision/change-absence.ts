import { findShortage, listStandIns, withAbsence, withoutAbsence } from '../directory/absences.ts';
import { type ChangeDeps, type Changer, changeDirectory } from '../directory/change-directory.ts';
import type { DirectoryDocument } from '../directory/document.ts';
import { resolveAccount } from '../directory/resolve.ts';
import { requireFormToken } from '../links/form-token.ts';
import { type OpenAbsenceDeps, type OpenedAbsence, openAbsence } from '../links/open-absence.ts';
import { ForbiddenError, ValidationError } from '../request/errors.ts';
import { isSamePerson } from '../request/person.ts';
import { getAccountName } from '../wording/account-names.ts';

/** What somebody who goes away says. */
export type AbsenceSaid = {
  /** UTC, ISO 8601. */
  until: string;
  instead: string;
};

export type ChangeAbsenceDeps = OpenAbsenceDeps & ChangeDeps;

const LONGEST_MS = 366 * 86_400_000;

/**
 * Has somebody else decide for the holder of a link from now on, for the account of the link.
 *
 * @throws NotFoundError for an invalid link, ForbiddenError for a used or invalid form or somebody who isn't an approver,
 *   ValidationError, ConflictError
 */
export const setAbsence = async (
  token: string,
  presentedToken: string,
  said: AbsenceSaid,
  source_ip: string,
  deps: ChangeAbsenceDeps,
): Promise<void> => {
  const opened = await openAbsence(token, deps);
  const { link, account_id } = opened;
  requireFormToken(link, presentedToken);
  if (opened.standing !== 'may-set') throw new ForbiddenError('You can’t set an absence with this link.');
  const now = deps.clock();
  assertUntil(said, now);
  const absence = { person: link.person, from: now.toISOString(), ...said, account_id };
  const change = (document: DirectoryDocument) => {
    assertMayStandIn(document, absence, opened, now);
    return withAbsence(document, absence);
  };
  await changeDirectory(change, changerOf(opened, source_ip), deps);
  await deps.links.renewForms(token, link);
};

/**
 * Has the holder of a link decide again.
 *
 * @returns the link
 * @throws NotFoundError for an invalid link, ForbiddenError for a used or invalid form, ConflictError
 */
export const endAbsence = async (
  token: string,
  presentedToken: string,
  source_ip: string,
  deps: ChangeAbsenceDeps,
): Promise<OpenedAbsence['link']> => {
  const opened = await openAbsence(token, deps);
  const { link, account_id } = opened;
  requireFormToken(link, presentedToken);
  if (opened.standing === 'no-approver') throw new ForbiddenError('You aren’t an approver of this account.');
  const change = (document: DirectoryDocument) =>
    withoutAbsence(document, link.person, account_id, deps.clock());
  await changeDirectory(change, changerOf(opened, source_ip), deps);
  await deps.links.renewForms(token, link);
  return link;
};

const changerOf = ({ link: { person } }: OpenedAbsence, source_ip: string): Changer => ({
  actor: { kind: 'approver', id: person },
  source_ip,
});

const invalid = (path: string, message: string): ValidationError => new ValidationError([{ path, message }]);

const assertUntil = ({ until }: AbsenceSaid, now: Date): void => {
  const time = Date.parse(until);
  if (!(time > now.getTime())) throw invalid('until', 'Enter a day after today, such as next Monday.');
  if (time > now.getTime() + LONGEST_MS) throw invalid('until', 'Enter a day within a year.');
};

/** By the directory in which the absence is written, which may be newer than the one that the page showed. */
const assertMayStandIn = (
  document: DirectoryDocument,
  absence: AbsenceSaid & { person: string; account_id: string },
  { stand_ins }: OpenedAbsence,
  now: Date,
): void => {
  const account = resolveAccount(document, absence.account_id, now);
  const name = getAccountName(account, absence.account_id);
  const chosen = [stand_ins, account ? listStandIns(account, absence.person) : []];
  if (!account || !chosen.every((people) => people.some((person) => isSamePerson(person, absence.instead)))) {
    throw invalid('instead', `Choose somebody who decides for ${name}.`);
  }
  const shortage = findShortage(account, absence);
  if (shortage) {
    const { required, left } = shortage;
    throw invalid(
      'instead',
      `${name} requires ${required} approvals, and only ${left} ${left === 1 ? 'person' : 'people'} could approve while you’re away. Ask the network team to add an approver.`,
    );
  }
};
