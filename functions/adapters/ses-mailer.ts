import { type SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { Mailer } from '../domain/ports.ts';

const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });

/** Mails through SES. */
export const sesMailer = (ses: SESv2Client, sender: string): Mailer => ({
  send: async ({ to, subject, text, html }) => {
    await ses.send(
      new SendEmailCommand({
        FromEmailAddress: sender,
        Destination: { ToAddresses: [to] },
        Content: { Simple: { Subject: utf8(subject), Body: { Text: utf8(text), Html: utf8(html) } } },
      }),
    );
  },
});
