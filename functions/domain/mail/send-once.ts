import type { AuditEntry } from '../request/audit.ts';
import { commitLatest } from '../request/commit-latest.ts';
import type { PeeringRequest, UnsentMail } from '../request/peering-request.ts';
import type { Clock, Requests } from '../request/ports.ts';
import type { ComposedMail } from './content.ts';
import { MailRefusedError } from './errors.ts';
import type { Mailer } from './ports.ts';

/**
 * Identifies a mail of a request by its kind and recipient: it goes out once. Mails to the network team use up no
 * account's budget.
 */
export type Delivery = { kind: string; to: string; mail?: string; to_network_team?: true };

type Deps = { requests: Requests; mailer: Mailer; clock: Clock };

/** Mails before the decision are tried until the window ends. Others must have an end too. */
const PATIENCE_MS = 7 * 86_400_000;

const keyOf = ({ kind, to }: Delivery): string => `${kind}:${to}`;

const describeDelivery = ({ kind, to }: Delivery): string => `${kind} to ${to}`;

export const isSent = ({ sent_mails }: PeeringRequest, delivery: Delivery): boolean =>
  sent_mails.includes(keyOf(delivery));

export const findUnsent = (
  { unsent_mails = [] }: PeeringRequest,
  delivery: Delivery,
): UnsentMail | undefined => unsent_mails.find((unsent) => keyOf(unsent) === keyOf(delivery));

/**
 * Whether a mail was sent, or never will be: it was skipped, or given up. Whoever wasn't asked to approve is asked
 * after all when they may: the directory may have changed.
 */
export const isSettled = (request: PeeringRequest, delivery: Delivery): boolean =>
  isSent(request, delivery) ||
  (delivery.mail !== 'approval' && (request.mail_notes ?? []).includes(`skipped:${keyOf(delivery)}`)) ||
  findUnsent(request, delivery)?.final === true;

/**
 * Sends a mail unless it is settled, then records it. A crash between the two sends the mail twice rather than
 * never. A failure is recorded, and isn't thrown: the next check tries again.
 *
 * @param sentBy the Task state or schedule that sends
 */
export const sendOnce = async (
  request: PeeringRequest,
  delivery: Delivery,
  sentBy: string,
  content: () => Promise<ComposedMail>,
  deps: Deps,
): Promise<PeeringRequest> => {
  if (isSettled(request, delivery)) return request;
  const mail = await content();
  try {
    await deps.mailer.send({
      to: delivery.to,
      ...mail,
      about: {
        request_id: request.id,
        kind: delivery.kind,
        ...(!delivery.to_network_team && { on_behalf_of: request.requester.owner_id }),
      },
    });
  } catch (error) {
    return recordFailure(request, delivery, error, sentBy, deps);
  }
  return commitLatest(deps.requests, request, (latest) => ({
    set: { sent_mails: [...latest.sent_mails, keyOf(delivery)], ...withoutUnsent(latest, delivery) },
    entry: {
      type: 'mail-sent',
      actor: { kind: 'workflow', id: sentBy },
      reason: describeDelivery(delivery),
    },
  }));
};

/** Records a failed attempt. Of many attempts, the trail has the first, the first that was refused, and the last. */
const recordFailure = (
  request: PeeringRequest,
  delivery: Delivery,
  error: unknown,
  sentBy: string,
  { requests, clock }: Deps,
): Promise<PeeringRequest> => {
  const at = clock();
  const isRefused = error instanceof MailRefusedError;
  const cause = isRefused ? error.message : error instanceof Error ? error.name : 'unknown error';
  return commitLatest(requests, request, (latest) => {
    const before = findUnsent(latest, delivery);
    const since = before?.since ?? at.toISOString();
    const isGivenUp = at.getTime() - Date.parse(since) >= PATIENCE_MS;
    const note = `${isGivenUp ? 'given-up' : isRefused ? 'refused' : 'failed'}:${keyOf(delivery)}`;
    const { mail_notes = [] } = latest;
    if (before && mail_notes.includes(note)) return undefined;
    const unsent: UnsentMail = {
      kind: delivery.kind,
      to: delivery.to,
      since,
      cause,
      ...(isRefused && { refused: true }),
      ...(isGivenUp && { final: true }),
    };
    return {
      set: {
        unsent_mails: [...(withoutUnsent(latest, delivery).unsent_mails ?? []), unsent],
        mail_notes: [...new Set([...mail_notes, note])],
      },
      entry: {
        type: 'mail-failed',
        actor: { kind: 'workflow', id: sentBy },
        reason: `${describeDelivery(delivery)}: ${cause}${isGivenUp ? '; Peerway stopped retrying' : ''}`,
      },
    };
  });
};

const withoutUnsent = (
  { unsent_mails }: PeeringRequest,
  delivery: Delivery,
): Pick<PeeringRequest, 'unsent_mails'> =>
  unsent_mails ? { unsent_mails: unsent_mails.filter((unsent) => keyOf(unsent) !== keyOf(delivery)) } : {};

/** Records that a mail is skipped, and why. */
export const skipOnce = (
  request: PeeringRequest,
  delivery: Delivery,
  why: string,
  sentBy: string,
  requests: Requests,
): Promise<PeeringRequest> =>
  recordMailNote(
    request,
    `skipped:${keyOf(delivery)}`,
    requests,
    {
      type: 'mail-skipped',
      actor: { kind: 'workflow', id: sentBy },
      reason: `${describeDelivery(delivery)}: ${why}`,
    },
    (latest) => withoutUnsent(latest, delivery),
  );

/** Records that a mail came back for good: it was sent, and didn't reach its recipient. */
export const recordBounced = (
  request: PeeringRequest,
  delivery: Delivery,
  bounce: { report: string; status: string; is_permanent: boolean; at: Date },
  requests: Requests,
): Promise<PeeringRequest> =>
  recordMailNote(
    request,
    `bounced:${bounce.report}:${delivery.to}`,
    requests,
    {
      type: 'mail-bounced',
      actor: { kind: 'workflow', id: 'RecordBounce' },
      reason: `${describeDelivery(delivery)}: ${bounce.status}`,
    },
    (latest) =>
      bounce.is_permanent && isSent(latest, delivery)
        ? {
            sent_mails: latest.sent_mails.filter((key) => key !== keyOf(delivery)),
            unsent_mails: [
              ...(latest.unsent_mails ?? []),
              {
                kind: delivery.kind,
                to: delivery.to,
                since: bounce.at.toISOString(),
                cause: `it bounced (${bounce.status})`,
                final: true,
              },
            ],
          }
        : {},
  );

/** Records an audit event about a mail, unless an event with the same key was recorded already. */
const recordMailNote = (
  request: PeeringRequest,
  key: string,
  requests: Requests,
  entry: AuditEntry,
  set: (latest: PeeringRequest) => Partial<Pick<PeeringRequest, 'sent_mails' | 'unsent_mails'>>,
): Promise<PeeringRequest> =>
  commitLatest(requests, request, (latest) => {
    const { mail_notes = [] } = latest;
    return mail_notes.includes(key)
      ? undefined
      : { set: { ...set(latest), mail_notes: [...mail_notes, key] }, entry };
  });
