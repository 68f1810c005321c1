import type { RequestId } from '../request/peering-request.ts';

/** A text file. */
export type Attachment = { name: string; content_type: string; content: string };

export type Mail = {
  to: string;
  subject: string;
  text: string;
  html: string;
  reply_to?: string;
  attachments?: readonly Attachment[];
  /**
   * Groups the mails of one request in a mailbox, and identifies which mail a bounce belongs to. `on_behalf_of` is the
   * requester's account, whose budget the mail uses.
   */
  about?: { request_id: RequestId; kind: string; on_behalf_of?: string };
};

/** Who was mailed the list of what waits for them, and when. A person is given as by `toPerson`. */
export interface ListMails {
  /** UTC, ISO 8601. Remembered for at least an hour. */
  lastSent(person: string): Promise<string | undefined>;
  /** Records that the list is sent now; `false` if it was sent after `since` already, and nothing was written. */
  claim(person: string, now: Date, since: Date): Promise<boolean>;
  /** Takes the claim of that time back, because the list couldn't be sent. */
  release(person: string, now: Date): Promise<void>;
}

/** Of which absences somebody was told that they decide instead. */
export interface AbsenceNotes {
  all(): Promise<ReadonlySet<string>>;
  /** @param until when the absence ends and the note isn't needed any more. UTC, ISO 8601 */
  note(absence: string, until: string): Promise<void>;
}

export interface Mailer {
  /** Throws MailRefusedError for an error that a quick retry cannot fix; any other error is transient. */
  send(mail: Mail): Promise<void>;
}
