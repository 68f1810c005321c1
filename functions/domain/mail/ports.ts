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

export interface Mailer {
  /** Throws MailRefusedError for an error that a quick retry cannot fix; any other error is transient. */
  send(mail: Mail): Promise<void>;
}
