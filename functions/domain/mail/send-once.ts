import type { AuditEntry } from '../request/audit.ts';
import { commitLatest } from '../request/commit-latest.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import type { Requests } from '../request/ports.ts';
import type { ComposedMail } from './content.ts';
import { MailRefusedError } from './errors.ts';
import type { Mailer } from './ports.ts';

/** Which mail of a request, and to whom: it goes out once. */
export type Post = { kind: string; to: string };

type Deps = { requests: Requests; mailer: Mailer };

const keyOf = ({ kind, to }: Post): string => `${kind}:${to}`;

const nameOf = ({ kind, to }: Post): string => `${kind} to ${to}`;

/** Whether a mail went out, or never will: it was left out, or the mail service refuses it for good. */
export const isSettled = ({ sent_mails, mail_notes = [] }: PeeringRequest, post: Post): boolean =>
  sent_mails.includes(keyOf(post)) ||
  mail_notes.includes(`skipped:${keyOf(post)}`) ||
  mail_notes.includes(`refused:${keyOf(post)}`);

/**
 * Sends a mail unless it is settled, and records that it did. A crash between the two sends it once more rather
 * than never. A mail that cannot be sent is recorded, once, and stops nothing: the next look tries again.
 *
 * @param sentBy the Task state, or schedule, that sends
 */
export const sendOnce = async (
  request: PeeringRequest,
  post: Post,
  sentBy: string,
  content: () => Promise<ComposedMail>,
  { requests, mailer }: Deps,
): Promise<PeeringRequest> => {
  if (isSettled(request, post)) return request;
  const actor = { kind: 'workflow', id: sentBy } as const;
  const mail = await content();
  try {
    await mailer.send({ to: post.to, ...mail, about: { request_id: request.id, kind: post.kind } });
  } catch (error) {
    const outcome = error instanceof MailRefusedError ? 'refused' : 'failed';
    const cause = error instanceof Error ? error.name : 'unknown error';
    return note(request, `${outcome}:${keyOf(post)}`, requests, {
      type: 'mail-failed',
      actor,
      reason: `${nameOf(post)}: ${cause}`,
    });
  }
  return commitLatest(requests, request, (latest) => ({
    set: { sent_mails: [...latest.sent_mails, keyOf(post)] },
    entry: { type: 'mail-sent', actor, reason: nameOf(post) },
  }));
};

/** Records that a mail is left out, and why. */
export const skipOnce = (
  request: PeeringRequest,
  post: Post,
  why: string,
  sentBy: string,
  requests: Requests,
): Promise<PeeringRequest> =>
  note(request, `skipped:${keyOf(post)}`, requests, {
    type: 'mail-skipped',
    actor: { kind: 'workflow', id: sentBy },
    reason: `${nameOf(post)}: ${why}`,
  });

/** Tells the trail something of a mail, unless it tells it already. */
export const note = (
  request: PeeringRequest,
  key: string,
  requests: Requests,
  entry: AuditEntry,
): Promise<PeeringRequest> =>
  commitLatest(requests, request, ({ mail_notes = [] }) =>
    mail_notes.includes(key) ? undefined : { set: { mail_notes: [...mail_notes, key] }, entry },
  );
