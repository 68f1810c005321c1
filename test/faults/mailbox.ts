import type { Email } from '../../local/inbox.ts';
import type { Stack } from '../../local/stack.ts';
import type { FaultyStack } from './faulty-stack.ts';

export type ReceivedMail = { to: string; subject: string; text: string; at: Date };

type Known = { mails: Map<string, ReceivedMail>; since: number };

const known = new WeakMap<Stack, Known>();

/** Every mail that has arrived, the oldest first. Only those of the latest moment are read again. */
export const mailsIn = async (stack: FaultyStack): Promise<readonly ReceivedMail[]> => {
  const current = stack.local;
  const box: Known = known.get(current) ?? { mails: new Map(), since: 0 };
  known.set(current, box);
  const answer = await fetch(`${current.endpoints.inbox}/store?since=${box.since}`);
  const { emails } = (await answer.json()) as { emails: Email[] };
  for (const { messageId, destination, subject, body, at } of emails) {
    box.mails.set(messageId, {
      to: destination.to[0] ?? '',
      subject,
      text: body.text ?? '',
      at: new Date(at * 1000),
    });
    box.since = Math.max(box.since, at);
  }
  return [...box.mails.values()];
};
