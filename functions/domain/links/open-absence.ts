import { listAllApprovers, listStandIns } from '../directory/absences.ts';
import { isApproverOf } from '../directory/approvers.ts';
import type { Account, Directory } from '../directory/ports.ts';
import { type Away, findAbsence } from '../directory/seats.ts';
import { findApproversLink, getLinked, isPast, type OpenLinkDeps } from './open-link.ts';
import type { Link, ReviewLink } from './ports.ts';

/** What the holder of a link can do about their own absence from an account. */
export type AbsenceStanding =
  | 'may-set'
  | 'away'
  /** The account has no other approver who could decide. */
  | 'alone'
  | 'no-approver'
  /** Whoever is away may end it with any link that is still shown. */
  | 'expired';

export type OpenedAbsence = {
  link: Link | ReviewLink;
  account_id: string;
  account: Account | undefined;
  standing: AbsenceStanding;
  absence: Away | undefined;
  /** Who can be chosen to decide instead. */
  stand_ins: readonly string[];
};

export type OpenAbsenceDeps = OpenLinkDeps & { directory: Directory };

/**
 * Opens the link of an approver for what concerns their absence from the account that asks them.
 *
 * @throws NotFoundError as for any other link that doesn't work
 */
export const openAbsence = async (token: string, deps: OpenAbsenceDeps): Promise<OpenedAbsence> => {
  const link = await findApproversLink(token, deps);
  const account_id = await accountOf(link, deps);
  const account = await deps.directory.account(account_id);
  const absence = findAbsence(account, link.person);
  const stand_ins = account ? listStandIns(account, link.person) : [];
  const standing = standingOf(link, account, { absence, stand_ins }, deps.clock());
  return { link, account_id, account, standing, absence, stand_ins };
};

const accountOf = async (link: Link | ReviewLink, { requests }: OpenAbsenceDeps): Promise<string> => {
  if (link.purpose === 'review') return link.account_id;
  return (link.between ?? (await getLinked(link, requests))).accepter.owner_id;
};

const standingOf = (
  link: Link | ReviewLink,
  account: Account | undefined,
  { absence, stand_ins }: Pick<OpenedAbsence, 'absence' | 'stand_ins'>,
  now: Date,
): AbsenceStanding => {
  const approvers = account ? listAllApprovers(account) : [];
  if (!isApproverOf({ approvers }, link.person)) return 'no-approver';
  if (absence) return 'away';
  if (isPast(link, now)) return 'expired';
  return stand_ins.length > 0 ? 'may-set' : 'alone';
};
