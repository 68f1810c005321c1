import type { AuditEntry } from '../request/audit.ts';
import { commitLatest } from '../request/commit-latest.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import type { Requests } from '../request/ports.ts';
import type { ComposedMail } from './content.ts';
import { MailRefusedError } from './errors.ts';
import type { Mailer } from './ports.ts';

/** Identifies a mail of a request by its kind and recipient: it goes out once. */
export type Delivery = { kind: string; to: string };

type Deps = { requests: Requests; mailer: Mailer };

const keyOf = ({ kind, to }: Delivery): string => `${kind}:${to}`;

const describeDelivery = ({ kind, to }: Delivery): string => `${kind} to ${to}`;

/** Whether a mail was sent, or never will be: it was skipped, or the mail service refuses it. */
export const isSettled = ({ sent_mails, mail_notes = [] }: PeeringRequest, delivery: Delivery): boolean =>
  sent_mails.includes(keyOf(delivery)) ||
  mail_notes.includes(`skipped:${keyOf(delivery)}`) ||
  mail_notes.includes(`refused:${keyOf(delivery)}`);

/**
 * Sends a mail unless it is settled, then records it. A crash between the two sends the mail twice rather than
 * never. A failure is recorded once and isn't thrown: the next check tries again.
 *
 * @param sentBy the Task state or schedule that sends
 */
export const sendOnce = async (
  request: PeeringRequest,
  delivery: Delivery,
  sentBy: string,
  content: () => Promise<ComposedMail>,
  { requests, mailer }: Deps,
): Promise<PeeringRequest> => {
  if (isSettled(request, delivery)) return request;
  const actor = { kind: 'workflow', id: sentBy } as const;
  const mail = await content();
  try {
    await mailer.send({ to: delivery.to, ...mail, about: { request_id: request.id, kind: delivery.kind } });
  } catch (error) {
    const outcome = error instanceof MailRefusedError ? 'refused' : 'failed';
    const cause = error instanceof Error ? error.name : 'unknown error';
    return recordMailNote(request, `${outcome}:${keyOf(delivery)}`, requests, {
      type: 'mail-failed',
      actor,
      reason: `${describeDelivery(delivery)}: ${cause}`,
    });
  }
  return commitLatest(requests, request, (latest) => ({
    set: { sent_mails: [...latest.sent_mails, keyOf(delivery)] },
    entry: { type: 'mail-sent', actor, reason: describeDelivery(delivery) },
  }));
};

/** Records that a mail is skipped, and why. */
export const skipOnce = (
  request: PeeringRequest,
  delivery: Delivery,
  why: string,
  sentBy: string,
  requests: Requests,
): Promise<PeeringRequest> =>
  recordMailNote(request, `skipped:${keyOf(delivery)}`, requests, {
    type: 'mail-skipped',
    actor: { kind: 'workflow', id: sentBy },
    reason: `${describeDelivery(delivery)}: ${why}`,
  });

/** Records an audit event about a mail, unless an event with the same key was recorded already. */
export const recordMailNote = (
  request: PeeringRequest,
  key: string,
  requests: Requests,
  entry: AuditEntry,
): Promise<PeeringRequest> =>
  commitLatest(requests, request, ({ mail_notes = [] }) =>
    mail_notes.includes(key) ? undefined : { set: { mail_notes: [...mail_notes, key] }, entry },
  );
