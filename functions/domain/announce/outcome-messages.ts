import { NOT_VISIBLE } from '../connection/patience.ts';
import { deleteElsewhere } from '../connection/refuse-delete.ts';
import { describeMissedDeadline } from '../wording/aws-messages.ts';
import { SUMMARIES } from '../wording/connectivity.ts';
import { describeDecision, describeStatus } from '../wording/statuses.ts';
import { nameActor } from './channel-names.ts';
import { quoted } from './channel-text.ts';
import {
  askAgain,
  type Message,
  type MessageContext,
  seeRequest,
  time,
  who,
  whoAskedWhom,
} from './message.ts';

/** Messages about how a request ended, and about its active connection. */

const isOutside = ({ event }: MessageContext): boolean => event.actor.kind === 'outside';

const connection = ({ request }: MessageContext): string =>
  ['The connection', request.vpc_peering_connection_id].filter(Boolean).join(' ');

export const adopted = (context: MessageContext): Message => ({
  headline: 'Connection taken over',
  text: [
    `${connection(context)} was created and accepted outside Peerway.`,
    `${who(context)} took it over: Peerway now watches it.`,
  ],
  quotes: quoted('Justification', context.request.justification),
  next_steps: [seeRequest(context)],
});

export const active = (context: MessageContext): Message => {
  const { request } = context;
  return {
    headline: 'Active',
    text: [
      whoAskedWhom(context),
      ...(isOutside(context) ? [`${who(context)} accepted it outside Peerway.`] : []),
      `${connection(context)} is active.`,
      ...(request.ends_at ? [`Peerway deletes it on ${time(context, request.ends_at)}.`] : []),
      request.connect
        ? 'Peerway now checks the routes and DNS resolution that the request asked for.'
        : 'Before traffic can flow, each side adds routes, and allows the traffic in its security groups.',
    ],
    next_steps: [`To see what’s left to do: \`peerway connectivity ${request.id}\``, seeRequest(context)],
  };
};

export const rejected = (context: MessageContext): Message => ({
  headline: 'Ended as rejected',
  text: [
    whoAskedWhom(context),
    isOutside(context)
      ? `${who(context)} rejected the connection outside Peerway.`
      : 'The connection is rejected in EC2.',
    'Nobody can accept this request any more.',
  ],
  quotes: quoted('Reason', context.request.decision?.comment),
  next_steps: [askAgain(context), seeRequest(context)],
});

export const expired = (context: MessageContext): Message => {
  const { request, names } = context;
  const { decision } = request;
  const end = time(context, request.expires_at);
  return {
    headline: 'Expired',
    text: [
      whoAskedWhom(context),
      decision
        ? `The request was ${describeDecision(decision.kind)}, but ${describeMissedDeadline(request).why} ${end}.`
        : `The approvers of ${names.accepter} didn’t decide before the deadline of ${end}.`,
    ],
    next_steps: [askAgain(context), seeRequest(context)],
  };
};

export const failed = (context: MessageContext): Message => ({
  headline: 'Failed',
  text: [
    whoAskedWhom(context),
    context.request.failure?.code === NOT_VISIBLE
      ? 'Peerway couldn’t see the connection from either account for more than a day after its deadline.'
      : 'EC2 couldn’t create the connection.',
    'The request shows the cause, as far as Peerway can find it, and what to do.',
  ],
  next_steps: [seeRequest(context), askAgain(context)],
});

export const withdrawn = (context: MessageContext): Message => ({
  headline: 'Ended as withdrawn',
  text: [
    whoAskedWhom(context),
    isOutside(context)
      ? `${who(context)} deleted the pending connection outside Peerway.`
      : 'The request is withdrawn.',
    'Nobody needs to decide.',
  ],
  next_steps: [askAgain(context), seeRequest(context)],
});

export const deleted = (context: MessageContext): Message => {
  const { request, names } = context;
  const { teardown } = request;
  return {
    headline: 'Deleted',
    text: [
      `${connection(context)} is deleted: ${names.requester} and ${names.accepter} are no longer peered.`,
      ...(isOutside(context)
        ? [`${who(context)} deleted it outside Peerway.`]
        : teardown && teardown.by.kind !== 'rule'
          ? [`${nameActor(teardown.by, request, names)} decided that.`]
          : []),
      'Each side removes the routes to it that are left.',
    ],
    next_steps: [askAgain(context), seeRequest(context)],
  };
};

export const deletionRefused = (context: MessageContext): Message => {
  const { request, names } = context;
  return {
    headline: 'Not deleted',
    text: [
      `Peerway tried to delete ${connection(context).replace(/^The/, 'the')}, but EC2 refused: Peerway’s role may not delete what it didn’t create.`,
      `The connection stays until ${names.requester} deletes it.`,
    ],
    next_steps: [
      `To delete it, in account ${request.requester.owner_id}: \`${deleteElsewhere(request)}\``,
      seeRequest(context),
    ],
  };
};

export const stuck = (context: MessageContext): Message => ({
  headline: 'Stuck',
  text: [
    whoAskedWhom(context),
    `The request is ${describeStatus(context.event.to_status)}, and can’t continue without help.`,
    'The network team has the cause in its email. Peerway retries every 15 minutes.',
  ],
  next_steps: [seeRequest(context)],
});

export const connectivityChanged = (context: MessageContext): Message => {
  const { request } = context;
  const state = request.connectivity?.state ?? 'unknown';
  return {
    headline: state === 'connected' ? 'Connected' : 'Connectivity changed',
    text: [
      `${connection(context)} is active.`,
      `${SUMMARIES[state]}.`,
      ...(state === 'connected'
        ? ['The routes and DNS resolution that the request asked for are in place.']
        : []),
    ],
    next_steps: [`To see what’s left to do: \`peerway connectivity ${request.id}\``, seeRequest(context)],
  };
};
