import { listApprovers, mayDecideBy } from '../directory/approvers.ts';
import { countRequired } from '../directory/count-approvals.ts';
import type { DecisionKind } from '../request/peering-request.ts';
import { describeSeconds } from '../wording/times.ts';
import { quoted } from './channel-text.ts';
import {
  countIn,
  deadline,
  type Message,
  type MessageContext,
  quotedRule,
  seeRequest,
  time,
  who,
  whoAskedWhom,
} from './message.ts';

/** Messages about a request until its decision. */

export const found = (context: MessageContext): Message => {
  const { request, names } = context;
  return {
    headline: 'Connection found',
    text: [
      `Someone in account ${request.requester.owner_id} created a VPC peering connection to ${names.accepter} outside Peerway, for example with Terraform or in the console.`,
      `Peerway now handles it as a request, and asks the approvers of ${names.accepter} next.`,
      ...deadline(context),
    ],
    quotes: quoted('Justification', request.justification),
    next_steps: [seeRequest(context)],
  };
};

export const asked = (context: MessageContext): Message => {
  const { request, accepterAccount, names } = context;
  const required = countRequired(accepterAccount, request);
  const { length } = listApprovers(accepterAccount, request);
  const approvers = length === 0 ? 'the approvers' : length === 1 ? 'the approver' : `${length} approvers`;
  return {
    headline: 'Approval needed',
    text: [
      whoAskedWhom(context),
      `Peerway is emailing ${approvers} of ${names.accepter}.`,
      ...(required > 1 ? [`The request needs ${required} approvals.`] : []),
      ...deadline(context),
    ],
    quotes: quoted('Justification', request.justification),
    next_steps: [...waysToDecide(context), seeRequest(context)],
  };
};

export const reminded = (context: MessageContext): Message => ({
  headline: 'Approval reminder',
  text: [
    `${whoAskedWhom(context)} The request is still waiting for a decision.`,
    `Peerway is reminding the approvers of ${context.names.accepter} by email, ${beforeDeadline(context)}.`,
    ...deadline(context),
  ],
  next_steps: [...waysToDecide(context), seeRequest(context)],
});

export const escalated = (context: MessageContext): Message => ({
  headline: 'Escalated',
  text: [
    `${whoAskedWhom(context)} The request is still waiting for a decision.`,
    `Peerway is emailing the escalation contact of ${context.names.accepter}, ${beforeDeadline(context)}.`,
    ...deadline(context),
  ],
  next_steps: [...waysToDecide(context), seeRequest(context)],
});

export const approved = (context: MessageContext): Message => ({
  headline: `${countIn(context)} approvals`,
  text: [
    whoAskedWhom(context),
    `${who(context)} approved it: ${countIn(context)} required approvals received.`,
    ...deadline(context),
  ],
  next_steps: [...waysToDecide(context), seeRequest(context)],
});

export const decided = (context: MessageContext): Message =>
  context.event.type === 'teardown-recorded' ? decidedToDelete(context) : DECIDED[kindOf(context)](context);

/** The comment of a decision that may have been given up since. */
const commentOn = (context: MessageContext): string | undefined => {
  const { decision } = context.request;
  return decision?.kind === kindOf(context) ? decision.comment : undefined;
};

/** A rule's sentence is its comment too. */
const quotedWhy = (context: MessageContext, label: string): string[] =>
  context.event.rule ? quotedRule(context) : quoted(label, commentOn(context));

const kindOf = ({ event }: MessageContext): DecisionKind =>
  (/^(?:accept|reject|cancel)\b/.exec(event.reason ?? '')?.[0] as DecisionKind | undefined) ?? 'accept';

const DECIDED: Readonly<Record<DecisionKind, (context: MessageContext) => Message>> = {
  accept: (context) => ({
    headline: 'Accepted',
    text: [
      whoAskedWhom(context),
      context.event.actor.kind === 'workflow'
        ? 'The request has all required approvals.'
        : context.request.required_approvals > 1 && context.event.actor.kind === 'approver'
          ? `${who(context)} gave the last of ${context.request.required_approvals} required approvals.`
          : `${who(context)} accepted it.`,
      'Peerway now accepts the connection in EC2.',
    ],
    quotes: quotedWhy(context, 'Comment'),
    next_steps: [seeRequest(context)],
  }),
  reject: (context) => ({
    headline: 'Rejected',
    text: [
      whoAskedWhom(context),
      context.event.actor.kind === 'rule' && !context.event.rule
        ? `${who(context)} rejected it, because an approver rejected an earlier connection between these VPCs.`
        : `${who(context)} rejected it.`,
      'Peerway now rejects the connection in EC2.',
    ],
    quotes: quotedWhy(context, 'Reason'),
    next_steps: [seeRequest(context)],
  }),
  cancel: (context) => ({
    headline: 'Withdrawn',
    text: [whoAskedWhom(context), `${who(context)} withdrew the request.`, 'Nobody needs to decide.'],
    quotes: quoted('Reason', commentOn(context)),
    next_steps: [seeRequest(context)],
  }),
};

const decidedToDelete = (context: MessageContext): Message => {
  const { event, request, names } = context;
  return {
    headline: 'Deleting the connection',
    text: [
      `${names.requester} and ${names.accepter} are peered.`,
      event.actor.kind === 'rule'
        ? event.actor.id === 'review'
          ? `Peerway now deletes the connection, because a review decided it.`
          : `Peerway now deletes the connection, because its time is over: it was to end on ${time(context, request.ends_at)}.`
        : `${who(context)} decided to delete the connection. Peerway now deletes it.`,
    ],
    quotes: quoted('Reason', request.teardown?.comment),
    next_steps: [seeRequest(context)],
  };
};

const beforeDeadline = ({ event }: MessageContext): string => {
  const [, seconds] = /^[a-z]+-(\d+) to /.exec(event.reason ?? '') ?? [];
  return seconds ? `${describeSeconds(Number(seconds))} before the deadline` : 'before the deadline';
};

/** Nobody else may decide: what the channel's readers can do depends on what the account's entry allows. */
export const waysToDecide = ({ request, accepterAccount, names }: MessageContext, option = ''): string[] => {
  const ways = [
    ...(mayDecideBy(accepterAccount, 'link') ? ['use the link in your email'] : []),
    ...(mayDecideBy(accepterAccount, 'signed')
      ? [`run \`peerway approve ${request.id}${option}\` or \`peerway reject ${request.id}${option}\``]
      : []),
  ];
  return [`If you’re an approver of ${names.accepter}, ${ways.join(', or ')}`];
};
