import {
  BadRequestException,
  MessageRejected,
  type SESv2Client,
  SendEmailCommand,
} from '@aws-sdk/client-sesv2';
import { MailRefusedError } from '../domain/mail/errors.ts';
import type { Mailer } from '../domain/mail/ports.ts';
import type { RequestId } from '../domain/request/peering-request.ts';

const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });

/**
 * Sends mails through SES: https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 *
 * @param configurationSet reports bounces to EventBridge, with the mail's tags
 */
export const sesMailer = (ses: SESv2Client, sender: string, configurationSet: string): Mailer => ({
  send: async ({ to, subject, text, html, about }) => {
    try {
      await ses.send(
        new SendEmailCommand({
          FromEmailAddress: sender,
          ConfigurationSetName: configurationSet,
          Destination: { ToAddresses: [to] },
          Content: {
            Simple: {
              Subject: utf8(subject),
              Body: { Text: utf8(text), Html: utf8(html) },
              Headers: [
                { Name: 'Auto-Submitted', Value: 'auto-generated' },
                ...(about ? threadHeaders(about.request_id, sender) : []),
              ],
            },
          },
          ...(about && {
            EmailTags: [
              { Name: 'request_id', Value: about.request_id },
              { Name: 'mail', Value: about.kind },
            ],
          }),
        }),
      );
    } catch (error) {
      if (error instanceof MessageRejected || error instanceof BadRequestException) {
        throw new MailRefusedError(error.message, { cause: error });
      }
      throw error;
    }
  },
});

/**
 * Groups all mails of a request into one thread. SES sets every Message-ID itself, so no mail can be the one that
 * the others reply to. Instead, they all reply to an ID derived from the request's.
 */
const threadHeaders = (requestId: RequestId, sender: string) => {
  const domain = /@([\w.-]+)>?$/.exec(sender)?.[1] ?? 'peerway.invalid';
  const root = `<${requestId}@${domain}>`;
  return [
    { Name: 'In-Reply-To', Value: root },
    { Name: 'References', Value: root },
  ];
};
