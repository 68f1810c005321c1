import type { Accounts } from '../directory/accounts.ts';
import type { AuditEvent } from '../request/audit.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import { formatTime } from '../wording/times.ts';
import { type Names, nameActor } from './channel-names.ts';
import { channelText, quoted } from './channel-text.ts';

/** What a message is composed from. The record may be newer than the event. */
export type MessageContext = Accounts & { event: AuditEvent; request: PeeringRequest; names: Names };

/** A message for people who know nothing of the request. Both accounts' names follow the headline. */
export type Message = {
  headline: string;
  /** Whole sentences. */
  text: readonly string[];
  /** What people wrote, each with whose words it is. */
  quotes?: readonly string[];
  /** What readers can do, without a full stop. */
  next_steps: readonly string[];
};

/** `payments requested VPC peering with analytics.` */
export const whoAskedWhom = ({ request: { origin }, names }: MessageContext): string =>
  origin
    ? `${names.requester} created a VPC peering connection to ${names.accepter} outside Peerway.`
    : `${names.requester} requested VPC peering with ${names.accepter}.`;

export const who = ({ event, request, names }: MessageContext): string =>
  nameActor(event.actor, request, names);

/** What the rule says that decided: its owner wrote it for people to read. */
export const quotedRule = ({ event: { rule } }: MessageContext): string[] =>
  rule ? quoted(`Rule ${channelText(rule.name)}`, rule.because) : [];

/** In the accepter's time zone, with UTC beside it. */
export const time = ({ accepterAccount }: MessageContext, at: string | undefined): string =>
  formatTime(at ?? '', accepterAccount?.time_zone);

/** It is unknown only until EC2 opens the acceptance window. */
export const deadline = (context: MessageContext): string[] => {
  const { expires_at } = context.request;
  return expires_at
    ? [`The deadline is ${time(context, expires_at)}. After that, nobody can accept this request.`]
    : [];
};

/** `1 of 2` at the beginning of an event's reason. What follows names people. */
export const countIn = ({ event }: MessageContext): string =>
  /^\d+ of \d+/.exec(event.reason ?? '')?.[0] ?? 'Some';

export const seeRequest = ({ request }: MessageContext): string =>
  `To see the request: \`peerway open ${request.id}\``;

export const askAgain = ({ request, names }: MessageContext): string =>
  `To submit the request again, as ${names.requester}: \`peerway resubmit ${request.id}\``;
