import * as z from 'zod/mini';
import { recordMailNote } from '../domain/mail/send-once.ts';
import type { Requests } from '../domain/request/ports.ts';
import { requestId } from '../edge/contract/fields.ts';
import { eventHandler } from '../edge/event-handler.ts';
import { requests } from '../wiring.ts';

/**
 * What SES tells EventBridge of a bounce, as far as it is read here: detail type `Email Bounced`.
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
const bounce = z.object({
  bounce: z.object({
    bounceType: z.string(),
    feedbackId: z.string(),
    bouncedRecipients: z.array(z.object({ emailAddress: z.string(), status: z.optional(z.string()) })),
  }),
  mail: z.object({
    tags: z.object({
      request_id: z.optional(z.array(z.string())),
      mail: z.optional(z.array(z.string())),
    }),
  }),
});

/** Records on its request that a mail did not arrive, once for each report. Other mails' bounces are not ours. */
export const recordBounce = async (
  { bounce: report, mail: { tags } }: z.infer<typeof bounce>,
  deps: { requests: Requests },
): Promise<void> => {
  const id = requestId.safeParse(tags.request_id?.[0]).data;
  const request = id && (await deps.requests.get(id));
  if (!request) return;
  const kind = tags.mail?.[0] ?? 'mail';
  for (const { emailAddress, status } of report.bouncedRecipients) {
    await recordMailNote(request, `bounced:${report.feedbackId}:${emailAddress}`, deps.requests, {
      type: 'mail-bounced',
      actor: { kind: 'workflow', id: 'RecordBounce' },
      reason: `${kind} to ${emailAddress}: ${report.bounceType}${status ? ` ${status}` : ''}`,
    });
  }
};

export const handler = eventHandler('RecordBounce', (detail) =>
  recordBounce(bounce.parse(detail), { requests: requests() }),
);
