import { commitLatest } from './commit-latest.ts';
import type { PeeringRequest } from './peering-request.ts';
import type { Mail, Mailer, Requests } from './ports.ts';

/**
 * Sends a mail unless the record says that it went out, and records that it did. A crash between the two
 * sends it once more rather than never. A mail that cannot be sent is recorded, and stops nothing.
 */
export const sendOnce = async (
  request: PeeringRequest,
  kind: string,
  to: string,
  sentBy: string,
  compose: () => Promise<Omit<Mail, 'to'>> | Omit<Mail, 'to'>,
  { requests, mailer }: { requests: Requests; mailer: Mailer },
): Promise<PeeringRequest> => {
  const key = `${kind}:${to}`;
  if (request.sent_mails.includes(key)) return request;
  const actor = { kind: 'workflow', id: sentBy } as const;
  const mail = await compose();
  try {
    await mailer.send({ to, ...mail });
  } catch (error) {
    const cause = error instanceof Error ? error.name : 'unknown error';
    return commitLatest(requests, request, () => ({
      entry: { type: 'mail-failed', actor, reason: `${kind} to ${to}: ${cause}` },
    }));
  }
  return commitLatest(requests, request, (latest) => ({
    set: { sent_mails: [...latest.sent_mails, key] },
    entry: { type: 'mail-sent', actor, reason: `${kind} to ${to}` },
  }));
};
