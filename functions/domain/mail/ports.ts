import type { RequestId } from '../request/peering-request.ts';

export type Mail = {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Groups the mails of one request in a mailbox, and identifies which mail a bounce belongs to. */
  about?: { request_id: RequestId; kind: string };
};

export interface Mailer {
  /** Throws MailRefusedError for an error that a quick retry cannot fix; any other error is transient. */
  send(mail: Mail): Promise<void>;
}
