import type { RequestId } from '../request/peering-request.ts';

export type Mail = {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Mails about one request stand together in a mailbox, and what comes back of one is told by its kind. */
  about?: { request_id: RequestId; kind: string };
};

export interface Mailer {
  /** Throws MailRefusedError for what no retry mends; anything else is passing and worth a retry. */
  send(mail: Mail): Promise<void>;
}
