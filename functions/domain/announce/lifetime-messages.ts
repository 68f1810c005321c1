import { countRequired } from '../directory/count-approvals.ts';
import { quoted } from './channel-text.ts';
import { waysToDecide } from './decision-messages.ts';
import { countIn, type Message, type MessageContext, quotedRule, seeRequest, time, who } from './message.ts';
import { announcedEnd, isGrant } from './read-event.ts';

/** Messages about the end of an active connection: its date, more time, and what a review decided. */

const peered = ({ names }: MessageContext): string => `${names.requester} and ${names.accepter} are peered.`;

/** Nothing for a record on which the end is gone since. */
const deletedOn = (context: MessageContext, at: string | undefined, unless = ''): string[] =>
  at ? [`${unless}Peerway deletes the connection on ${time(context, at)}.`] : [];

const WITHOUT_DECISION = 'Without a decision, ';

export const endsSoon = (context: MessageContext): Message => {
  const { request, names } = context;
  const isAsked = request.extension !== undefined && !request.extension.decision;
  return {
    headline: 'Ends soon',
    text: [
      peered(context),
      ...deletedOn(context, announcedEnd(context.event)),
      ...(isAsked ? [`${names.requester} asked for more time. ${names.accepter} hasn’t decided yet.`] : []),
    ],
    next_steps: [
      ...(isAsked
        ? waysToDecide(context, ' --extension')
        : [
            `To ask for more time, as ${names.requester}: \`peerway extend ${request.id} --for 7d --reason '…'\``,
          ]),
      seeRequest(context),
    ],
  };
};

/** `30 days` at the beginning of an event's reason, and what the asker wrote. */
const askedFor = ({ event }: MessageContext): { period: string; reason: string } => {
  const [, period = 'more time', reason = ''] = /^([^:]+): (.*)$/s.exec(event.reason ?? '') ?? [];
  return { period, reason };
};

/** What an approver wrote, after `accept, 30 days more: `. */
const commentIn = ({ event }: MessageContext): string | undefined =>
  /^[^:]+: (.*)$/s.exec(event.reason ?? '')?.[1];

export const extensionAsked = (context: MessageContext): Message => {
  const { request, accepterAccount, names } = context;
  const { period, reason } = askedFor(context);
  const required = countRequired(accepterAccount, request);
  return {
    headline: 'More time? Approval needed',
    text: [
      peered(context),
      `${who(context)} asks for ${period} more.`,
      ...deletedOn(context, request.extension?.ends_at, WITHOUT_DECISION),
      `Peerway emails the approvers of ${names.accepter} within 15 minutes.`,
      ...(required > 1 ? [`More time needs ${required} approvals.`] : []),
    ],
    quotes: quoted('Reason', reason),
    next_steps: [...waysToDecide(context, ' --extension'), seeRequest(context)],
  };
};

export const extensionApproved = (context: MessageContext): Message => ({
  headline: `More time: ${countIn(context)} approvals`,
  text: [
    peered(context),
    `${who(context)} approved more time: ${countIn(context)} required approvals received.`,
    ...deletedOn(context, context.request.extension?.ends_at, WITHOUT_DECISION),
  ],
  next_steps: [...waysToDecide(context, ' --extension'), seeRequest(context)],
});

export const extensionDecided = (context: MessageContext): Message => {
  const { request, event } = context;
  const isByRule = event.type === 'extension-asked-for';
  const isGranted = isGrant(event);
  return {
    headline: isGranted ? 'More time' : 'No more time',
    text: [
      peered(context),
      isByRule
        ? `${who(context)} asked for ${askedFor(context).period} more, and a rule of the directory accepted it.`
        : `${who(context)} ${isGranted ? 'approved' : 'rejected'} the request for more time.`,
      ...deletedOn(context, request.ends_at),
    ],
    quotes: isByRule ? quotedRule(context) : quoted('Comment', commentIn(context)),
    next_steps: [seeRequest(context)],
  };
};

const nobodyAnswered = ({ names }: MessageContext): string =>
  `Nobody of ${names.accepter} answered the review of this connection.`;

export const reviewUnanswered = (context: MessageContext): Message => ({
  headline: 'Review unanswered',
  text: [peered(context), nobodyAnswered(context), 'The connection stays.'],
  next_steps: [
    `If nobody needs the connection any more: \`peerway cancel ${context.request.id}\``,
    seeRequest(context),
  ],
});

export const removalPlanned = (context: MessageContext): Message => {
  const { request, event, names } = context;
  return {
    headline: 'Removal planned',
    text: [
      peered(context),
      event.actor.kind === 'rule'
        ? nobodyAnswered(context)
        : `${who(context)} answered in a review that the connection isn’t needed any more.`,
      ...deletedOn(context, request.removal?.due_at),
    ],
    quotes: event.actor.kind === 'rule' ? [] : quoted('Comment', event.reason),
    next_steps: [
      `If you still need the connection, ask the approvers of ${names.accepter} before then: they can change the answer`,
      seeRequest(context),
    ],
  };
};

export const removalWithdrawn = (context: MessageContext): Message => ({
  headline: 'Removal withdrawn',
  text: [peered(context), `${who(context)} changed the answer in the review: the connection stays.`],
  quotes: quoted('Comment', context.event.reason),
  next_steps: [seeRequest(context)],
});
