import { createHash } from 'node:crypto';
import { listAllApprovers } from '../directory/absences.ts';
import { isApproverOf } from '../directory/approvers.ts';
import type { Absence } from '../directory/document.ts';
import type { Account, Directory } from '../directory/ports.ts';
import type { Clock } from '../request/ports.ts';
import { absenceMail } from './absence-mail.ts';
import { MailRefusedError } from './errors.ts';
import type { AbsenceNotes, Mailer } from './ports.ts';

export type SendAbsenceMailsDeps = {
  directory: Pick<Directory, 'absences'>;
  absenceNotes: AbsenceNotes;
  mailer: Mailer;
  networkTeamAddress: string;
  clock: Clock;
};

/**
 * Tells whoever decides for an approver who is away, or will be, once for each absence. What fails is tried again by the
 * next call, unless the mail was refused. An absence that is changed is another one.
 */
export const sendAbsenceMails = async (
  accounts: readonly Account[],
  { directory, absenceNotes, mailer, networkTeamAddress, clock }: SendAbsenceMailsDeps,
): Promise<void> => {
  const absences = await directory.absences();
  if (absences.length === 0) return;
  const noted = await absenceNotes.all();
  for (const absence of absences) {
    const key = keyOf(absence);
    const concerned = accounts.filter((account) => concerns(absence, account));
    if (noted.has(key) || concerned.length === 0) continue;
    try {
      const mail = await absenceMail(absence, concerned, networkTeamAddress, clock());
      await mailer.send({ to: absence.instead, ...mail });
    } catch (error) {
      // The mailer has logged and counted it.
      if (!(error instanceof MailRefusedError)) continue;
    }
    await absenceNotes.note(key, absence.until);
  }
};

const concerns = ({ person, account_id }: Absence, account: Account): boolean =>
  (account_id === undefined || account_id === account.account_id) &&
  isApproverOf({ approvers: listAllApprovers(account) }, person);

const keyOf = ({ person, from, until, instead, account_id = '' }: Absence): string =>
  createHash('sha256')
    .update(JSON.stringify([person, from, until, instead, account_id]))
    .digest('hex');
