import type { PeeringRequest } from '../request/peering-request.ts';
import type { RequestStatus } from '../request/status.ts';
import { getAccountNames } from '../wording/account-names.ts';
import { describeActor } from '../wording/actors.ts';
import { formatUtc } from '../wording/times.ts';
import { compose } from './compose.ts';
import type { Block, ComposedMail, MailContent } from './content.ts';
import { comment, footer, type MailContext, subject, vpcs } from './parts.ts';

/** Whom a mail tells of an outcome. The requester has a link, which shows the request and lets them ask again. */
export type Reader = { is: 'requester'; url: string } | { is: 'approver' };

export type OutcomeContext = MailContext & {
  /** Who was asked, and how often at most. */
  asked: { people: readonly string[]; times: number };
};

/** Tells how a request ended, or that it is active. */
export const outcomeMail = async (context: OutcomeContext, reader: Reader): Promise<ComposedMail> => {
  const { title, tone, news, blocks, label } = parts(context);
  const button: Block[] = reader.is === 'requester' ? [{ kind: 'button', label, url: reader.url }] : [];
  const content: MailContent = {
    subject: subject(context, context.request.status),
    title,
    preview: news,
    blocks: [{ kind: 'callout', tone, text: news }, ...blocks, vpcs(context), ...button],
    footer: footer(
      context,
      reader.is === 'requester'
        ? 'The request names you as its contact.'
        : `You were asked as an approver of ${getAccountNames(context).accepter}. There is nothing left to do.`,
    ),
  };
  return compose(content);
};

type Parts = {
  title: string;
  tone: 'neutral' | 'good' | 'bad' | 'urgent';
  news: string;
  blocks: Block[];
  /** Of the requester's button. */
  label: string;
};

const SEE = 'See your request';
const AGAIN = 'Ask again with the same content';

const parts = (context: OutcomeContext): Parts => {
  const { request, asked } = context;
  const { requester, accepter } = getAccountNames(context);
  const pair = `${requester} → ${accepter}`;
  const by = request.decision ? describeActor(request.decision.by) : 'nobody';
  const at = request.decision ? formatUtc(request.decision.at) : '';
  const said = request.decision ? comment(request.decision) : [];
  switch (request.status) {
    case 'active':
      return {
        title: `Accepted: ${pair} is active`,
        tone: 'good',
        news: `Accepted by ${by}, ${at}. The connection ${request.vpc_peering_connection_id ?? ''} is active.`,
        blocks: [...said, ...nextSteps(context)],
        label: SEE,
      };
    case 'rejected':
      return {
        title: `Rejected: ${pair}`,
        tone: 'bad',
        news: `Rejected by ${by}, ${at}.`,
        blocks: said,
        label: SEE,
      };
    case 'cancelled':
      return {
        title: `Withdrawn: ${pair}`,
        tone: 'neutral',
        news: `Withdrawn by ${by}${at && `, ${at}`}. There is nothing left to decide.`,
        blocks: said,
        label: SEE,
      };
    case 'deleted':
      return {
        title: `Deleted: ${pair}`,
        tone: 'neutral',
        news: `The connection ${request.vpc_peering_connection_id ?? ''} was deleted${request.teardown ? ` for ${describeActor(request.teardown.by)}` : ''}. Routes to it lead nowhere now: remove them.`,
        blocks: request.teardown ? comment(request.teardown) : [],
        label: SEE,
      };
    case 'expired':
      return {
        title: `Expired: ${pair}`,
        tone: 'bad',
        news: request.decision
          ? `${by} decided to ${request.decision.kind} it, ${at}, and EC2 did not take it any more after ${endOf(request)}.`
          : `Nobody decided before ${endOf(request)}, and EC2 let it expire.`,
        blocks: [
          {
            kind: 'paragraph',
            text:
              asked.people.length > 0
                ? `Asked ${asked.times === 1 ? 'once' : `up to ${asked.times} times`}: ${asked.people.join(', ')}.`
                : 'The directory named nobody who could have answered.',
          },
        ],
        label: AGAIN,
      };
    case 'failed':
      return {
        title: `Failed: ${pair}`,
        tone: 'bad',
        news: request.explanation?.cause ?? request.failure?.message ?? 'EC2 could not make the connection.',
        blocks: whyItFailed(context),
        label: 'See your request, and ask again',
      };
    case 'submitted':
    case 'pending-acceptance':
    case 'provisioning':
      return {
        title: pair,
        tone: 'neutral',
        news: `The request is ${request.status}.`,
        blocks: [],
        label: SEE,
      };
    default:
      return request.status satisfies never;
  }
};

const endOf = ({ expires_at }: PeeringRequest): string =>
  expires_at ? formatUtc(expires_at) : 'the end of its window';

const whyItFailed = ({ request }: MailContext): Block[] => {
  if (!request.explanation) return [];
  const { overlaps, next } = request.explanation;
  const pairs = overlaps.map(
    (pair) =>
      `${pair.requester} of ${request.requester.vpc_id} overlaps ${pair.accepter} of ${request.accepter.vpc_id}`,
  );
  return [
    ...(pairs.length > 0
      ? ([
          { kind: 'subheading', text: 'The blocks that overlap' },
          { kind: 'list', items: pairs },
        ] as const)
      : []),
    { kind: 'subheading', text: 'What to do' },
    { kind: 'list', items: next },
    ...(request.failure
      ? ([{ kind: 'small', text: `EC2 or Peerway said: ${request.failure.message}` }] as const)
      : []),
  ];
};

/** An active connection carries nothing yet. */
const nextSteps = ({ request: { requester, accepter, cidr_blocks } }: MailContext): Block[] => [
  { kind: 'subheading', text: 'Before traffic flows' },
  {
    kind: 'list',
    items: [
      `In ${requester.vpc_id}: routes to ${cidr_blocks?.accepter?.join(', ') ?? `every block of ${accepter.vpc_id}`}, and security groups that let the traffic out.`,
      `In ${accepter.vpc_id}: routes to ${cidr_blocks?.requester?.join(', ') ?? `every block of ${requester.vpc_id}`}, and security groups that let the traffic in.`,
    ],
  },
];

/** Whether a decision and the outcome are the same news to whoever decided. */
export const isWhatTheyDecided = (kind: 'accept' | 'reject' | 'cancel', status: RequestStatus): boolean =>
  (kind === 'accept' && status === 'active') ||
  (kind === 'reject' && status === 'rejected') ||
  (kind === 'cancel' && status === 'cancelled');
