import { namesOf } from '../wording/side-words.ts';
import { describeSeconds, utc } from '../wording/time-words.ts';
import { oneLine, shorten } from '../wording/user-text.ts';
import { compose } from './compose.ts';
import type { Block, ComposedMail } from './content.ts';
import { checks, footer, instructions, justification, sides, subject, type Told, until } from './parts.ts';
import { quoted } from './quoted.ts';

/** Asks an approver to decide. `url` is theirs alone. */
export const approvalMail = async (told: Told, url: string): Promise<ComposedMail> => {
  const { requester, accepter } = namesOf(told);
  const { expires_at } = told.request;
  return compose({
    subject: subject(told, `Approve or reject${expires_at ? ` by ${utc(expires_at)}` : ''}`),
    title: `${requester} asks to peer a VPC with ${accepter}`,
    preview: `Until ${until(told)}. ${shorten(quoted(oneLine(told.request.justification)), 100)}`,
    blocks: [
      {
        kind: 'callout',
        tone: 'neutral',
        text: `Open until ${until(told)}. Nobody can accept it after that.`,
      },
      ...whatIsAsked(told, url),
    ],
    footer: footer(told, `The directory of accounts names you as an approver of ${accepter}.`),
  });
};

/**
 * Asks an approver again.
 *
 * @param secondsLeft what the directory calls this reminder; the mail tells the time that is really left
 * @param asked how often before
 */
export const reminderMail = async (
  told: Told,
  url: string,
  secondsLeft: number,
  asked: number,
): Promise<ComposedMail> => {
  const { requester, accepter } = namesOf(told);
  const left = describeSeconds(secondsLeft);
  const times = asked === 1 ? 'once' : `${asked} times`;
  return compose({
    subject: subject(told, `Reminder, ${left} left`),
    title: `${left} left: ${requester} asks to peer a VPC with ${accepter}`,
    preview: `You were asked ${times} before. Until ${until(told)}.`,
    blocks: [
      {
        kind: 'callout',
        tone: 'urgent',
        text: `You were asked ${times} before, and the request still waits. Open until ${until(told)}.`,
      },
      ...whatIsAsked(told, url),
    ],
    footer: footer(told, `The directory of accounts names you as an approver of ${accepter}.`),
  });
};

const whatIsAsked = (told: Told, url: string): Block[] => {
  const { required_approvals, approvals } = told.request;
  const quorum: Block[] =
    required_approvals > 1
      ? [
          {
            kind: 'paragraph',
            text: `It takes ${required_approvals} approvals, and has ${approvals.length}.`,
          },
        ]
      : [];
  const answer: Block[] = told.accepterAccount?.onboarded
    ? [
        {
          kind: 'paragraph',
          text: 'Accepting connects the two VPCs. It adds no route and opens no security group: each side does that for itself.',
        },
        { kind: 'button', label: 'See it and decide', url },
      ]
    : [...instructions(told), { kind: 'button', label: 'See what is asked', url }];
  return [
    sides(told),
    justification(told),
    ...checks(told),
    ...quorum,
    ...answer,
    { kind: 'small', text: 'This link is yours alone, and acts in your name: do not forward this mail.' },
  ];
};

/** Tells the requester who was asked. `url` shows them how it goes. */
export const waitingMail = async (
  told: Told,
  url: string,
  approvers: readonly string[],
): Promise<ComposedMail> => {
  const { accepter } = namesOf(told);
  return compose({
    subject: subject(told, `Waiting for ${accepter}`),
    title: `Your request waits for ${accepter}`,
    preview: `Open until ${until(told)}.`,
    blocks: [
      { kind: 'callout', tone: 'neutral', text: `${accepter} can answer until ${until(told)}.` },
      {
        kind: 'paragraph',
        text:
          approvers.length > 0
            ? `These are asked, and will be reminded: ${approvers.join(', ')}.`
            : `The directory names nobody in ${accepter} who could answer: tell the network team.`,
      },
      sides(told),
      { kind: 'button', label: 'Follow your request', url },
    ],
    footer: footer(told, 'The request names you as its contact.'),
  });
};

/** Tells somebody above the approvers that nobody has answered. `url` shows them how it stands. */
export const escalationMail = async (
  told: Told,
  url: string,
  secondsLeft: number,
  approvers: readonly string[],
): Promise<ComposedMail> => {
  const { requester, accepter } = namesOf(told);
  const left = describeSeconds(secondsLeft);
  return compose({
    subject: subject(told, `Escalation, ${left} left`),
    title: `${left} left, and nobody in ${accepter} has answered ${requester}`,
    preview: `Asked: ${approvers.join(', ')}`,
    blocks: [
      {
        kind: 'callout',
        tone: 'urgent',
        text: `${left} left. Open until ${until(told)}; then EC2 lets it expire.`,
      },
      {
        kind: 'paragraph',
        text: `These can decide, each through the link in their own mail: ${approvers.join(', ')}.`,
      },
      sides(told),
      justification(told),
      { kind: 'button', label: 'See how it stands', url },
    ],
    footer: footer(
      told,
      `The directory of accounts names this address for what nobody answers in ${accepter}.`,
    ),
  });
};
