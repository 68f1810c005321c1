import type { AuditEntry } from '../request/audit.ts';
import { commitLatest } from '../request/commit-latest.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import type { Requests } from '../request/ports.ts';
import type { ComposedMail } from './content.ts';
import { MailRefusedError } from './errors.ts';
import type { Mailer } from './ports.ts';

/** Which mail of a request, and to whom: it goes out once. */
export type Delivery = { kind: string; to: string };

type Deps = { requests: Requests; mailer: Mailer };

const keyOf = ({ kind, to }: Delivery): string => `${kind}:${to}`;

const nameOf = ({ kind, to }: Delivery): string => `${kind} to ${to}`;

/** Whether a mail went out, or never will: it was left out, or the mail service refuses it for good. */
export const isSettled = ({ sent_mails, mail_notes = [] }: PeeringRequest, delivery: Delivery): boolean =>
  sent_mails.includes(keyOf(delivery)) ||
  mail_notes.includes(`skipped:${keyOf(delivery)}`) ||
  mail_notes.includes(`refused:${keyOf(delivery)}`);

/**
 * Sends a mail unless it is settled, and records that it did. A crash between the two sends it once more rather
 * than never. A mail that cannot be sent is recorded, once, and stops nothing: the next look tries again.
 *
 * @param sentBy the Task state, or schedule, that sends
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
      reason: `${nameOf(delivery)}: ${cause}`,
    });
  }
  return commitLatest(requests, request, (latest) => ({
    set: { sent_mails: [...latest.sent_mails, keyOf(delivery)] },
    entry: { type: 'mail-sent', actor, reason: nameOf(delivery) },
  }));
};

/** Records that a mail is left out, and why. */
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
    reason: `${nameOf(delivery)}: ${why}`,
  });

/** Tells the trail something of a mail, unless it tells it already. */
export const recordMailNote = (
  request: PeeringRequest,
  key: string,
  requests: Requests,
  entry: AuditEntry,
): Promise<PeeringRequest> =>
  commitLatest(requests, request, ({ mail_notes = [] }) =>
    mail_notes.includes(key) ? undefined : { set: { mail_notes: [...mail_notes, key] }, entry },
  );
