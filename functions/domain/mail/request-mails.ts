import { countApprovals } from '../directory/count-approvals.ts';
import { findHeldRule } from '../directory/rules.ts';
import { describeStandIn, describeWhyAsked } from '../wording/absences.ts';
import { getAccountNames } from '../wording/account-names.ts';
import { describeApprovals, describeLapses } from '../wording/approvals.ts';
import { describeEarlierRejection, describeOrigin, isFoundLate } from '../wording/found-connection.ts';
import { describeHeldRule } from '../wording/rules.ts';
import { describeCount, formatTime } from '../wording/times.ts';
import { cleanLine, shorten } from '../wording/user-text.ts';
import { compose } from './compose.ts';
import { askedToConnect } from './connect-parts.ts';
import type { Block, ComposedMail } from './content.ts';
import { deadlineCalendar } from './deadline-calendar.ts';
import {
  betweenButtons,
  checks,
  comment,
  contact,
  footer,
  formatDeadline,
  instructions,
  justification,
  life,
  type MailContext,
  people,
  quote,
  subjectWithDeadline,
  vpcs,
  whoWasAsked,
} from './parts.ts';

/** Asks an approver to decide, or whoever decides for one. `url` is a link for this person alone. */
export const approvalMail = async (
  context: MailContext,
  url: string,
  person: string,
): Promise<ComposedMail> => {
  const { requester, accepter } = getAccountNames(context);
  const zone = context.accepterAccount?.time_zone;
  const deadline = formatDeadline(context.request, zone);
  const mail = await compose({
    subject: subjectWithDeadline(context, 'Approve', zone),
    title: `${requester} requests VPC peering with ${accepter}`,
    preview: `Deadline: ${deadline}. ${shorten(cleanLine(context.request.justification), 100)}`,
    blocks: [
      {
        kind: 'callout',
        tone: 'neutral',
        text: `${isFoundLate(context.request) ? 'Less than an hour is left. ' : ''}The deadline is ${deadline}. After that, nobody can accept this request.`,
      },
      ...betweenButtons('Review request', url, [...standIn(context, person), ...review(context)]),
      PERSONAL,
    ],
    footer: footer(context, whyAsked(context, person)),
    people: people(context),
  });
  return { ...mail, attachments: deadlineCalendar(context) };
};

/** Reminds somebody of that. @param notifications how often they were notified before */
export const reminderMail = async (
  context: MailContext,
  url: string,
  person: string,
  notifications: number,
): Promise<ComposedMail> => {
  const { requester, accepter } = getAccountNames(context);
  const zone = context.accepterAccount?.time_zone;
  const deadline = formatDeadline(context.request, zone);
  const times = describeCount(notifications);
  return compose({
    subject: subjectWithDeadline(context, 'Approve', zone, `reminder ${notifications}`),
    title: `Reminder: ${requester} requests VPC peering with ${accepter}`,
    preview: `Deadline: ${deadline}. We’ve notified you ${times} before.`,
    blocks: [
      {
        kind: 'callout',
        tone: 'urgent',
        text: `This request is still waiting for a decision. The deadline is ${deadline}. After that, nobody can accept it. We’ve notified you ${times} before.`,
      },
      ...betweenButtons('Review request', url, [...standIn(context, person), ...review(context)]),
      PERSONAL,
    ],
    footer: footer(context, whyAsked(context, person)),
    people: people(context),
  });
};

/** Whose decision it is that this person makes, if it isn't their own. */
export const standIn = ({ accepterAccount, request }: MailContext, person: string): Block[] => {
  const text = describeStandIn(accepterAccount, request, person);
  return text ? [{ kind: 'paragraph', text }] : [];
};

const whyAsked = (context: MailContext, person: string): string =>
  describeWhyAsked(context.accepterAccount, context.request, person, getAccountNames(context).accepter);

export const PERSONAL: Block = {
  kind: 'small',
  text: 'This link is personal: anyone with it can decide as you. Don’t forward this email.',
};

/** What an approver needs to decide. */
const review = (context: MailContext): Block[] => {
  const tally = countApprovals(context.accepterAccount, context.request);
  const quorum: Block[] =
    tally.required > 1
      ? [{ kind: 'paragraph', text: [`${describeApprovals(tally)}.`, ...describeLapses(tally)].join(' ') }]
      : [];
  const asked = askedToConnect(context);
  const how: Block[] = context.accepterAccount?.onboarded
    ? [
        {
          kind: 'paragraph',
          text:
            asked.length > 0
              ? 'Accepting connects the two VPCs. It doesn’t change security groups: each side does that itself.'
              : 'Accepting connects the two VPCs. It doesn’t add routes or change security groups: each side does that itself.',
        },
      ]
    : instructions(context);
  return [
    ...found(context),
    vpcs(context, 'accepter'),
    justification(context),
    ...ruled(context),
    ...life(context, undefined),
    ...contact(context),
    ...checks(context),
    ...quorum,
    ...asked,
    ...how,
  ];
};

/** The rule because of which they are asked. */
const ruled = ({ request, accepterAccount }: MailContext): Block[] => {
  const rule = findHeldRule(accepterAccount, request);
  return rule ? [quote(`${describeHeldRule(rule)}, because`, rule.because)] : [];
};

/** What is different about a connection that was created outside Peerway. */
const found = ({ request, accepterAccount }: MailContext): Block[] => {
  const earlier = describeEarlierRejection(request, (time) => formatTime(time, accepterAccount?.time_zone));
  return [
    ...[describeOrigin(request), earlier].flatMap((text): Block[] =>
      text ? [{ kind: 'paragraph', text }] : [],
    ),
    ...(request.earlier_rejection ? comment(request.earlier_rejection) : []),
  ];
};

/** Confirms to the requester that the approvers were notified. `url` shows them the request. */
export const waitingMail = async (
  context: MailContext,
  url: string,
  approvers: readonly string[],
): Promise<ComposedMail> => {
  const { accepter } = getAccountNames(context);
  const zone = context.requesterAccount?.time_zone;
  const deadline = formatDeadline(context.request, zone);
  return compose({
    subject: subjectWithDeadline(context, 'Awaiting approval', zone),
    title: `Your request is waiting for ${accepter}`,
    preview: `Deadline: ${deadline}.`,
    blocks: [
      { kind: 'callout', tone: 'neutral', text: `The deadline for ${accepter} to decide is ${deadline}.` },
      ...betweenButtons('View request', url, [
        {
          kind: 'paragraph',
          text:
            approvers.length > 0
              ? whoWasAsked(
                  context,
                  approvers,
                  (asked) => `We’ve asked these approvers and will remind them: ${asked}.`,
                )
              : nobodyCanApprove(accepter),
        },
        vpcs(context, 'requester'),
      ]),
    ],
    footer: footer(context, FOR_REQUESTER),
    people: people(context),
  });
};

const nobodyCanApprove = (accepter: string): string =>
  `The account directory lists nobody who can approve this request for ${accepter}. Contact the network team.`;

export const FOR_REQUESTER = 'You received this email because you’re the contact for this request.';

/** Notifies the escalation contact that nobody has decided. `url` shows them the request. */
export const escalationMail = async (
  context: MailContext,
  url: string,
  approvers: readonly string[],
): Promise<ComposedMail> => {
  const { requester, accepter } = getAccountNames(context);
  const zone = context.accepterAccount?.time_zone;
  const deadline = formatDeadline(context.request, zone);
  return compose({
    subject: subjectWithDeadline(context, 'Follow up', zone),
    title: `No decision yet: ${requester} requests VPC peering with ${accepter}`,
    preview: `Deadline: ${deadline}.`,
    blocks: [
      {
        kind: 'callout',
        tone: 'urgent',
        text: `The deadline is ${deadline}. If nobody decides by then, the request expires.`,
      },
      ...betweenButtons('View request', url, [
        {
          kind: 'paragraph',
          text:
            approvers.length > 0
              ? `You can’t decide this request yourself. ${whoWasAsked(context, approvers, (asked) => `These approvers can, each with the link in their own email: ${asked}.`)}`
              : nobodyCanApprove(accepter),
        },
        vpcs(context, 'accepter'),
        justification(context),
        ...contact(context),
      ]),
    ],
    footer: footer(context, `You received this email because you’re the escalation contact for ${accepter}.`),
    people: people(context),
  });
};
