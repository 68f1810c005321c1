import * as z from 'zod/mini';
import { recordBounced } from '../domain/mail/send-once.ts';
import type { Clock, Requests } from '../domain/request/ports.ts';
import { requestId } from '../edge/contract/fields.ts';
import { eventHandler } from '../edge/event-handler.ts';
import { clock, requests } from '../wiring.ts';

/**
 * The parts used here of the event that SES sends to EventBridge for a bounce (detail type `Email Bounced`).
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
const bounce = z.object({
  bounce: z.object({
    bounceType: z.string(),
    bounceSubType: z.optional(z.string()),
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

/**
 * SES holds back mails to addresses that bounced or complained, and reports them as bounces of these kinds.
 * https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html#bounce-types
 */
const SUPPRESSED = ['Suppressed', 'OnAccountSuppressionList'];

/** Records a bounced mail on its request, once for each report. Bounces of mails about no request are ignored. */
export const recordBounce = async (
  { bounce: report, mail: { tags } }: z.infer<typeof bounce>,
  { requests, clock }: { requests: Requests; clock: Clock },
): Promise<void> => {
  const id = requestId.safeParse(tags.request_id?.[0]).data;
  const request = id && (await requests.get(id));
  if (!request) return;
  const kind = tags.mail?.[0] ?? 'mail';
  for (const { emailAddress, status } of report.bouncedRecipients) {
    await recordBounced(
      request,
      { kind, to: emailAddress },
      {
        report: report.feedbackId,
        status: SUPPRESSED.includes(report.bounceSubType ?? '')
          ? 'SES didn’t send it: an earlier email to this address bounced or was reported as spam'
          : `${report.bounceType}${status ? ` ${status}` : ''}`,
        // After a transient bounce the mail may have arrived: an absence notice counts as one.
        is_permanent: report.bounceType === 'Permanent',
        at: clock(),
      },
      requests,
    );
  }
};

export const handler = eventHandler('RecordBounce', (detail) =>
  recordBounce(bounce.parse(detail), { requests: requests(), clock }),
);
