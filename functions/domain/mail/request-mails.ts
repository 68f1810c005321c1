import { getAccountNames } from '../wording/account-names.ts';
import { describeSeconds, formatUtc } from '../wording/times.ts';
import { cleanLine, prepareQuote, shorten } from '../wording/user-text.ts';
import { compose } from './compose.ts';
import type { Block, ComposedMail } from './content.ts';
import {
  checks,
  footer,
  instructions,
  justification,
  type MailContext,
  subject,
  until,
  vpcs,
} from './parts.ts';

/** Asks an approver to decide. `url` is theirs alone. */
export const approvalMail = async (context: MailContext, url: string): Promise<ComposedMail> => {
  const { requester, accepter } = getAccountNames(context);
  const { expires_at } = context.request;
  return compose({
    subject: subject(context, `Approve or reject${expires_at ? ` by ${formatUtc(expires_at)}` : ''}`),
    title: `${requester} asks to peer a VPC with ${accepter}`,
    preview: `Until ${until(context)}. ${shorten(prepareQuote(cleanLine(context.request.justification)), 100)}`,
    blocks: [
      {
        kind: 'callout',
        tone: 'neutral',
        text: `Open until ${until(context)}. Nobody can accept it after that.`,
      },
      ...whatIsAsked(context, url),
    ],
    footer: footer(context, `The directory of accounts names you as an approver of ${accepter}.`),
  });
};

/**
 * Asks an approver again.
 *
 * @param secondsLeft what the directory calls this reminder; the mail tells the time that is really left
 * @param asked how often before
 */
export const reminderMail = async (
  context: MailContext,
  url: string,
  secondsLeft: number,
  asked: number,
): Promise<ComposedMail> => {
  const { requester, accepter } = getAccountNames(context);
  const left = describeSeconds(secondsLeft);
  const times = asked === 1 ? 'once' : `${asked} times`;
  return compose({
    subject: subject(context, `Reminder, ${left} left`),
    title: `${left} left: ${requester} asks to peer a VPC with ${accepter}`,
    preview: `You were asked ${times} before. Until ${until(context)}.`,
    blocks: [
      {
        kind: 'callout',
        tone: 'urgent',
        text: `You were asked ${times} before, and the request still waits. Open until ${until(context)}.`,
      },
      ...whatIsAsked(context, url),
    ],
    footer: footer(context, `The directory of accounts names you as an approver of ${accepter}.`),
  });
};

const whatIsAsked = (context: MailContext, url: string): Block[] => {
  const { required_approvals, approvals } = context.request;
  const quorum: Block[] =
    required_approvals > 1
      ? [
          {
            kind: 'paragraph',
            text: `It takes ${required_approvals} approvals, and has ${approvals.length}.`,
          },
        ]
      : [];
  const answer: Block[] = context.accepterAccount?.onboarded
    ? [
        {
          kind: 'paragraph',
          text: 'Accepting connects the two VPCs. It adds no route and opens no security group: each side does that for itself.',
        },
        { kind: 'button', label: 'See it and decide', url },
      ]
    : [...instructions(context), { kind: 'button', label: 'See what is asked', url }];
  return [
    vpcs(context),
    justification(context),
    ...checks(context),
    ...quorum,
    ...answer,
    { kind: 'small', text: 'This link is yours alone, and acts in your name: do not forward this mail.' },
  ];
};

/** Tells the requester who was asked. `url` shows them how it goes. */
export const waitingMail = async (
  context: MailContext,
  url: string,
  approvers: readonly string[],
): Promise<ComposedMail> => {
  const { accepter } = getAccountNames(context);
  return compose({
    subject: subject(context, `Waiting for ${accepter}`),
    title: `Your request waits for ${accepter}`,
    preview: `Open until ${until(context)}.`,
    blocks: [
      { kind: 'callout', tone: 'neutral', text: `${accepter} can answer until ${until(context)}.` },
      {
        kind: 'paragraph',
        text:
          approvers.length > 0
            ? `These are asked, and will be reminded: ${approvers.join(', ')}.`
            : `The directory names nobody in ${accepter} who could answer: tell the network team.`,
      },
      vpcs(context),
      { kind: 'button', label: 'Follow your request', url },
    ],
    footer: footer(context, 'The request names you as its contact.'),
  });
};

/** Tells somebody above the approvers that nobody has answered. `url` shows them how it stands. */
export const escalationMail = async (
  context: MailContext,
  url: string,
  secondsLeft: number,
  approvers: readonly string[],
): Promise<ComposedMail> => {
  const { requester, accepter } = getAccountNames(context);
  const left = describeSeconds(secondsLeft);
  return compose({
    subject: subject(context, `Escalation, ${left} left`),
    title: `${left} left, and nobody in ${accepter} has answered ${requester}`,
    preview: `Asked: ${approvers.join(', ')}`,
    blocks: [
      {
        kind: 'callout',
        tone: 'urgent',
        text: `${left} left. Open until ${until(context)}; then EC2 lets it expire.`,
      },
      {
        kind: 'paragraph',
        text: `These can decide, each through the link in their own mail: ${approvers.join(', ')}.`,
      },
      vpcs(context),
      justification(context),
      { kind: 'button', label: 'See how it stands', url },
    ],
    footer: footer(
      context,
      `The directory of accounts names this address for what nobody answers in ${accepter}.`,
    ),
  });
};
