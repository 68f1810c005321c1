import {
  type SESv2Client,
  SESv2ServiceException,
  SendEmailCommand,
  type Attachment as SesAttachment,
} from '@aws-sdk/client-sesv2';
import { MailRefusedError } from '../domain/mail/errors.ts';
import type { Attachment, Mail, Mailer } from '../domain/mail/ports.ts';
import type { RequestId } from '../domain/request/peering-request.ts';
import { cleanLine, shorten } from '../domain/wording/user-text.ts';

const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });

/** What a header can hold as one address. A stored record may be older than today's rules for addresses. */
const ONE_ADDRESS = /^[^\s,;:<>()"\\]+@[^\s,;:<>()"\\]+$/;

/**
 * Sends mails through SES: https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 *
 * @param configurationSet reports bounces to EventBridge, with the mail's tags
 */
export const sesMailer = (ses: SESv2Client, sender: string, configurationSet: string): Mailer => ({
  send: async (mail) => {
    try {
      await deliver(ses, mail, sender, configurationSet);
    } catch (error) {
      const refusal = describeRefusal(error, mail.to);
      throw refusal === undefined ? error : new MailRefusedError(refusal, { cause: error });
    }
  },
});

const deliver = async (
  ses: SESv2Client,
  mail: Mail,
  sender: string,
  configurationSet: string,
): Promise<void> => {
  const { to, subject, text, html, reply_to, attachments = [], about } = mail;
  try {
    await ses.send(
      new SendEmailCommand({
        FromEmailAddress: sender,
        ConfigurationSetName: configurationSet,
        Destination: { ToAddresses: [to] },
        ...(reply_to && ONE_ADDRESS.test(reply_to) && { ReplyToAddresses: [reply_to] }),
        Content: {
          Simple: {
            Subject: utf8(subject),
            Body: { Text: utf8(text), Html: utf8(html) },
            Headers: [
              { Name: 'Auto-Submitted', Value: 'auto-generated' },
              ...(about ? threadHeaders(about.request_id, sender) : []),
            ],
            ...(attachments.length > 0 && { Attachments: attachments.map(toSesAttachment) }),
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
    if (attachments.length === 0 || !isAttachmentDenied(error)) throw error;
    await deliver(ses, { ...mail, attachments: [] }, sender, configurationSet);
  }
};

const toSesAttachment = ({ name, content_type, content }: Attachment): SesAttachment => ({
  FileName: name,
  ContentType: content_type,
  ContentDisposition: 'ATTACHMENT',
  ContentTransferEncoding: 'BASE64',
  RawContent: Buffer.from(content),
});

/**
 * AWS doesn't document whether SES asks IAM for `ses:SendRawEmail` when a mail has an attachment, as it does for a raw
 * message. The mail matters more than its attachment.
 */
const isAttachmentDenied = (error: unknown): boolean =>
  error instanceof SESv2ServiceException &&
  error.name.startsWith('AccessDenied') &&
  error.message.includes('ses:SendRawEmail');

/**
 * The errors with which SES refuses a mail, until somebody mends the address, the sender, the account or our
 * permissions. None of them is final: addresses and domains get verified, accounts leave the sandbox, and SES now and
 * then calls a valid address malformed (https://github.com/boto/boto3/issues/4587).
 */
const REFUSALS: readonly string[] = [
  'MessageRejected',
  'BadRequestException',
  'MailFromDomainNotVerifiedException',
  'AccountSuspendedException',
  'SendingPausedException',
  'LimitExceededException',
  'NotFoundException',
];

const LONGEST_REFUSAL = 300;

const describeRefusal = (error: unknown, to: string): string | undefined => {
  if (!(error instanceof SESv2ServiceException)) return undefined;
  if (error.name.startsWith('AccessDenied')) return describeDenial(error.message, to);
  return REFUSALS.includes(error.name)
    ? shorten(cleanLine(error.message).replace(/\.$/, ''), LONGEST_REFUSAL)
    : undefined;
};

/**
 * IAM authorizes SendEmail on the sender's identity, and in SES's sandbox on the recipient's too. The message names
 * our role and the identity's ARN, and recipients need neither.
 */
const describeDenial = (message: string, to: string): string => {
  const identity = /:identity\/([^\s'"`]+)/.exec(message)?.[1];
  return identity?.toLowerCase() === to.toLowerCase()
    ? `Peerway’s IAM policy doesn’t allow ses:SendEmail on this recipient’s identity, as SES requires in its sandbox`
    : `Peerway’s IAM policy doesn’t allow ses:SendEmail${identity ? ` on the identity ${identity}` : ''}`;
};

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
