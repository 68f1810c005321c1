import {
  SESv2Client,
  SESv2ServiceException,
  SendEmailCommand,
  type SendEmailCommandInput,
} from '@aws-sdk/client-sesv2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sesMailer } from '../../functions/adapters/ses-mailer.ts';
import { type Inbox, startInbox } from '../../local/inbox.ts';

const send = async (inbox: Inbox, subject: string) => {
  const client = new SESv2Client({
    endpoint: inbox.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const command = new SendEmailCommand({
    FromEmailAddress: 'peerway@hub.example',
    Destination: { ToAddresses: ['priya@payments.example'] },
    Content: {
      Simple: {
        Subject: { Data: subject },
        Body: { Text: { Data: 'plain' }, Html: { Data: '<p>rich</p>' } },
      },
    },
  });
  const { MessageId } = await client.send(command);
  client.destroy();
  return MessageId;
};

describe('the inbox', () => {
  let inbox: Inbox;
  let other: Inbox;

  beforeAll(async () => {
    inbox = await startInbox();
    other = await startInbox();
  });
  afterAll(() => Promise.all([inbox.close(), other.close()]));

  it('shows the mails that an SES client sends, in their order, and not those of another inbox', async () => {
    const messageId = await send(inbox, 'first');
    await send(other, 'elsewhere');
    await send(inbox, 'second');
    const emails = await inbox.emails();
    expect(emails.map(({ subject }) => subject)).toEqual(['first', 'second']);
    expect(emails[0]).toMatchObject({
      messageId,
      from: 'peerway@hub.example',
      destination: { to: ['priya@payments.example'] },
      body: { text: 'plain', html: '<p>rich</p>' },
    });
    expect((await other.emails()).map(({ subject }) => subject)).toEqual(['elsewhere']);
  });

  it('keeps the latest mails', async () => {
    const small = await startInbox({ keptEmails: 2 });
    for (const subject of ['first', 'second', 'third']) await send(small, subject);
    expect((await small.emails()).map(({ subject }) => subject)).toEqual(['second', 'third']);
    await small.close();
  });

  it('gets a reply address only if that is one address, and nothing else of a header', async () => {
    const client = new SESv2Client({
      endpoint: other.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    const { send: sendMail } = sesMailer(client, 'peerway@hub.example', 'peerway');
    const mail = { to: 'arun@analytics.example', subject: 'reply', text: 'plain', html: '<p>rich</p>' };
    const contact = "r&d+o'neil@payments.example";
    for (const reply_to of [contact, 'a@b.example\r\nBcc: c@d.example', 'a@b.example, c@d.example']) {
      await sendMail({ ...mail, reply_to });
    }
    client.destroy();
    const replies = (await other.emails()).filter(({ subject }) => subject === 'reply');
    expect(replies.map(({ replyTo }) => replyTo)).toEqual([[contact], [], []]);
  });

  it('gets a mail without its attachment where IAM denies that alone', async () => {
    const client = new SESv2Client({
      endpoint: other.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    const denied = new SESv2ServiceException({
      name: 'AccessDeniedException',
      message: "User `arn:…` is not authorized to perform `ses:SendRawEmail' on resource `arn:…'",
      $fault: 'client',
      $metadata: {},
    });
    client.middlewareStack.add(
      (next) => async (call) => {
        if ((call.input as SendEmailCommandInput).Content?.Simple?.Attachments) throw denied;
        return next(call);
      },
      { step: 'initialize' },
    );
    const attachments = [{ name: 'deadline.ics', content_type: 'text/calendar', content: 'BEGIN:VCALENDAR' }];
    const mail = { to: 'arun@analytics.example', subject: 'attached', text: 'plain', html: '<p>rich</p>' };
    await sesMailer(client, 'peerway@hub.example', 'peerway').send({ ...mail, attachments });
    client.destroy();
    const sent = (await other.emails()).filter(({ subject }) => subject === 'attached');
    expect(sent.map(({ attachments: found }) => found)).toEqual([[]]);
  });

  it('names a port that is in use', async () => {
    const { port } = new URL(inbox.url);
    await expect(startInbox({ port: Number(port) })).rejects.toThrow(
      `The inbox can't start: port ${port} is already in use`,
    );
  });
});
