import { mayDecide } from '../directory/approvers.ts';
import type { Account } from '../directory/ports.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import type { AccountReview } from '../request/review.ts';
import { describeStandIn, describeWhyAsked, listedAsApprover } from '../wording/absences.ts';
import { getAccountName } from '../wording/account-names.ts';
import { describeSubmitter } from '../wording/actors.ts';
import { formatShortTime, formatTime } from '../wording/times.ts';
import { compose } from './compose.ts';
import type { Block, ComposedMail } from './content.ts';
import { betweenButtons, listSubstitutes } from './parts.ts';

/** What a mail about a review is composed from. */
export type ReviewMailContext = {
  review: AccountReview;
  account: Account;
  /** Those that nobody has answered yet. */
  unanswered: readonly PeeringRequest[];
  accounts: ReadonlyMap<string, Account>;
};

/** The page lists all. */
const MOST_LISTED = 20;

/** Asks somebody to review the account's connections. `url` is a link for this person alone. */
export const reviewMail = async (
  context: ReviewMailContext,
  url: string,
  person: string,
): Promise<ComposedMail> => {
  const { review, account, unanswered } = context;
  const name = getAccountName(account, account.account_id);
  const due = formatTime(review.due_at, account.time_zone);
  const count = countConnections(unanswered.length);
  const own = unanswered.find((request) => mayDecide(account, request, person));
  const standIn = own && describeStandIn(account, own, person);
  return compose({
    subject: `Review ${count} by ${formatShortTime(review.due_at, account.time_zone)}: ${name}`,
    title: `Review ${count} of ${name}`,
    preview: `Which of them are still needed? Answer by ${due}.`,
    blocks: [
      {
        kind: 'callout',
        tone: 'neutral',
        text: `Which of these connections does ${name} still need? Answer by ${due}.`,
      },
      ...betweenButtons('Review connections', url, [
        ...(standIn ? [{ kind: 'paragraph', text: standIn } as const] : []),
        ...list(context),
        {
          kind: 'paragraph',
          text: `A connection that you remove stays for a few days, in which you and the other approvers can change the answer. Peerway notifies the other side at once. ${describeSilence(account)}`,
        },
      ]),
      {
        kind: 'small',
        text: 'This link is personal: anyone with it can answer as you. Don’t forward this email.',
      },
    ],
    footer: own ? describeWhyAsked(account, own, person, name) : listedAsApprover(name),
    people: peopleOf(context),
  });
};

/** Notifies the escalation contact of connections that nobody has reviewed. */
export const reviewEscalationMail = async (
  context: ReviewMailContext,
  asked: readonly string[],
): Promise<ComposedMail> => {
  const { review, account, unanswered } = context;
  const name = getAccountName(account, account.account_id);
  const count = countConnections(unanswered.length);
  const due = formatTime(review.due_at, account.time_zone);
  const removed = unanswered.find(({ removal }) => removal)?.removal;
  return compose({
    subject: `Follow up on a review of ${count}: ${name}`,
    title: `${count} of ${name} not reviewed`,
    preview: `Nobody answered by ${due}.`,
    blocks: [
      {
        kind: 'callout',
        tone: 'urgent',
        text: removed
          ? `Nobody answered by ${due}. Peerway removes ${unanswered.length === 1 ? 'this connection' : 'these connections'} on ${formatTime(removed.due_at, account.time_zone)}, because the entry of ${name} says so, unless an approver keeps ${unanswered.length === 1 ? 'it' : 'them'}.`
          : `Nobody answered by ${due}. Peerway removes nothing.`,
      },
      ...list(context),
      {
        kind: 'paragraph',
        text:
          asked.length > 0
            ? `You can’t answer this review yourself. These approvers can, each with the link in their own email: ${asked.join(', ')}.`
            : `The account directory lists nobody who can review connections for ${name}. Contact the network team.`,
      },
    ],
    footer: `You received this email because you’re the escalation contact for ${name}.`,
    people: peopleOf(context, asked),
  });
};

const countConnections = (count: number): string => `${count} ${count === 1 ? 'connection' : 'connections'}`;

const describeSilence = ({ review_unanswered }: Account): string =>
  review_unanswered === 'remove'
    ? 'Connections about which nobody answers are removed too.'
    : 'Connections about which nobody answers stay.';

const list = ({ unanswered, accounts, account }: ReviewMailContext): Block[] => {
  const rest = unanswered.length - MOST_LISTED;
  return [
    {
      kind: 'list',
      items: unanswered.slice(0, MOST_LISTED).map((request) => {
        const { requester, accepter, decision, created_at } = request;
        const from = getAccountName(accounts.get(requester.owner_id), requester.owner_id);
        const since = formatTime(decision?.at ?? created_at, account.time_zone);
        return `${from} (${requester.vpc_id}) → ${accepter.vpc_id}, requested by ${describeSubmitter(request)}, since ${since}`;
      }),
    },
    ...(rest > 0 ? [{ kind: 'paragraph', text: `and ${rest} more` } as const] : []),
  ];
};

const peopleOf = ({ account, unanswered }: ReviewMailContext, more: readonly string[] = []): string[] => [
  ...account.approvers,
  ...listSubstitutes(account),
  ...more,
  ...unanswered.flatMap(({ submitter_address }) => submitter_address ?? []),
];
