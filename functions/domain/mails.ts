import { html } from 'hono/html';
import type { PeeringRequest, Side } from './peering-request.ts';
import type { Mail } from './ports.ts';

type Content = Omit<Mail, 'to'>;

/** Asks an approver to decide. `url` is theirs alone. */
export const approvalMail = async (
  request: PeeringRequest,
  url: string,
  onboarded: boolean,
): Promise<Content> =>
  compose(request, 'Approve a VPC peering', [
    `${describeSide(request.requester)} asks for a VPC peering connection with ${describeSide(request.accepter)}.`,
    `Why: ${request.justification}`,
    `The request expires at ${request.expires_at ?? 'a time not known yet'}. Nobody can accept it after that.`,
    decideAt(url, onboarded),
  ]);

/** Asks an approver again. */
export const reminderMail = async (
  request: PeeringRequest,
  url: string,
  secondsLeft: number,
  onboarded: boolean,
): Promise<Content> =>
  compose(request, `Reminder, ${describeSeconds(secondsLeft)} left: approve a VPC peering`, [
    `A VPC peering connection from ${describeSide(request.requester)} to ${describeSide(request.accepter)} still waits for a decision.`,
    `Why it is asked for: ${request.justification}`,
    `It expires at ${request.expires_at ?? 'a time not known'}, in about ${describeSeconds(secondsLeft)}.`,
    decideAt(url, onboarded),
  ]);

/** Tells how a request ended. */
export const outcomeMail = async (request: PeeringRequest): Promise<Content> =>
  compose(request, `VPC peering ${request.status}`, [
    `The VPC peering request from ${describeSide(request.requester)} to ${describeSide(request.accepter)} is now ${request.status}.`,
    ...(request.vpc_peering_connection_id
      ? [`VPC peering connection: ${request.vpc_peering_connection_id}`]
      : []),
    ...(request.decision
      ? [
          `Decision: ${request.decision.kind} by ${request.decision.by.id} at ${request.decision.at}${request.decision.comment ? `. Comment: ${request.decision.comment}` : ''}`,
        ]
      : []),
    ...(request.failure ? [`Cause: ${request.failure.message}`] : []),
  ]);

/** What a user wrote is always a plain string; only an address of ours is a link. */
type Paragraph = string | { lead: string; url: string };

const decideAt = (url: string, onboarded: boolean): Paragraph => ({
  lead: onboarded ? 'Decide here' : 'See what is asked, and how to accept it in your own account',
  url,
});

const compose = async (
  request: PeeringRequest,
  title: string,
  paragraphs: Paragraph[],
): Promise<Content> => ({
  subject: `[${request.id}] ${title}: ${request.requester.vpc_id} and ${request.accepter.vpc_id}`,
  text: `${paragraphs.map((part) => (typeof part === 'string' ? part : `${part.lead}: ${part.url}`)).join('\n\n')}\n`,
  html: String(
    await html`<!doctype html><html lang="en"><body style="font: 16px/1.5 sans-serif; max-width: 600px">
${paragraphs.map((part) =>
  typeof part === 'string'
    ? html`<p>${part}</p>`
    : html`<p>${part.lead}: <a href="${part.url}">${part.url}</a></p>`,
)}</body></html>`,
  ),
});

const describeSide = ({ vpc_id, owner_id, region }: Side): string =>
  `${vpc_id} (account ${owner_id}, ${region})`;

const describeSeconds = (seconds: number): string => {
  const hours = Math.round(seconds / 3600);
  if (hours < 1) return 'less than an hour';
  const [count, unit] = hours >= 24 ? [Math.round(hours / 24), 'day'] : [hours, 'hour'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
};
