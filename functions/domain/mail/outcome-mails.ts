import type { ConnectSettings, LeftToDo } from '../connectivity/left-to-do.ts';
import type { EventRoute } from '../request/audit.ts';
import type { SideRole } from '../request/connect.ts';
import type { EndRule } from '../request/lifetime.ts';
import type { Decision, PeeringRequest } from '../request/peering-request.ts';
import type { RequestStatus } from '../request/status.ts';
import { listedAsApprover } from '../wording/absences.ts';
import { getAccountNames } from '../wording/account-names.ts';
import { describeActor, describeDeletion } from '../wording/actors.ts';
import { describeMissedDeadline, shortenAwsMessage } from '../wording/aws-messages.ts';
import { SUMMARIES } from '../wording/connectivity.ts';
import { capitalize, describeDecision, describeStatus } from '../wording/statuses.ts';
import { describeCount, formatTime } from '../wording/times.ts';
import { compose } from './compose.ts';
import { connectivity, formerRoutes, headlineOf, leftFor, staleRules } from './connect-parts.ts';
import type { Block, ComposedMail } from './content.ts';
import {
  betweenButtons,
  comment,
  contact,
  footer,
  formatDeadline,
  life,
  type MailContext,
  people,
  subject,
  vpcs,
} from './parts.ts';
import { FOR_REQUESTER } from './request-mails.ts';
import { describeUnsent } from './unsent-mails.ts';

/** Who reads an outcome mail. The requester gets a link, which shows the request and lets them resubmit it. */
export type Reader = { is: 'requester'; person: string; url: string } | { is: 'approver'; person: string };

export type OutcomeContext = MailContext & {
  /** The approvers who were notified, and how often at most. */
  notified: { people: readonly string[]; times: number };
  connectSettings: ConnectSettings;
  /** Of a deleted connection: the routes that Peerway had created and has removed. */
  removed_routes?: readonly EventRoute[];
};

/** Notifies somebody of how a request ended, or that its connection is active. */
export const outcomeMail = async (context: OutcomeContext, reader: Reader): Promise<ComposedMail> => {
  const { requester, accepter } = getAccountNames(context);
  const { tone, news, blocks, label = 'View request' } = describeOutcome(context, reader);
  const headline = headlineFor(context, reader) ?? capitalize(describeStatus(context.request.status));
  return compose({
    subject: subject(context, headline),
    title: `${headline}: ${requester} → ${accepter}`,
    preview: news,
    blocks: [
      { kind: 'callout', tone, text: news },
      ...(reader.is === 'requester'
        ? betweenButtons(label, reader.url, [...blocks, vpcs(context, 'requester')])
        : [...blocks, vpcs(context, 'accepter'), ...contact(context, true)]),
    ],
    footer: footer(context, reader.is === 'requester' ? FOR_REQUESTER : listedAsApprover(accepter)),
    people: people(context),
    reply_to: reader.is === 'approver' ? context.request.contact_email : undefined,
  });
};

const sideFor = ({ is }: Reader): SideRole => (is === 'requester' ? 'requester' : 'accepter');

const leftForReader = (context: OutcomeContext, reader: Reader): LeftToDo | undefined =>
  leftFor(context, sideFor(reader), context.connectSettings);

/** A connected request says so, and one that isn't says what is left. */
const headlineFor = (context: OutcomeContext, reader: Reader): string | undefined => {
  const { status, connectivity: found } = context.request;
  const left = status === 'active' ? leftForReader(context, reader) : undefined;
  return found && left && headlineOf(found.state, left);
};

type Outcome = {
  tone: 'neutral' | 'good' | 'bad' | 'urgent';
  news: string;
  blocks: Block[];
  /** The label of the requester's button. */
  label?: string;
};

const describeOutcome = (context: OutcomeContext, reader: Reader): Outcome => {
  const { request } = context;
  const zone = (reader.is === 'requester' ? context.requesterAccount : context.accepterAccount)?.time_zone;
  const { decision, teardown, vpc_peering_connection_id } = request;
  const connection = ['The connection', vpc_peering_connection_id].filter(Boolean).join(' ');
  const comments = decision ? comment(decision) : [];
  switch (request.status) {
    case 'active': {
      const left = leftForReader(context, reader);
      const state = request.connectivity?.state;
      return {
        tone: !left || state === 'connected' ? 'good' : 'urgent',
        news: `${describeBy('Accepted', decision, reader, zone)} ${connection} is active.${left && state ? ` ${SUMMARIES[state]}.` : ''}`,
        blocks: [
          ...comments,
          ...life(context, zone),
          ...(left ? connectivity(context, sideFor(reader), left) : nextSteps(context)),
        ],
      };
    }
    case 'rejected':
      return {
        tone: 'bad',
        news: describeBy('Rejected', decision, reader, zone),
        blocks: [...comments, ...nothingToDo(reader)],
      };
    case 'cancelled':
      return {
        tone: 'neutral',
        news: describeBy('Withdrawn', decision, reader, zone),
        blocks: [...comments, ...nothingToDo(reader)],
      };
    case 'deleted':
      return {
        tone: 'neutral',
        news: `${connection} was deleted${describeDeletion(teardown, (by) => nameActor({ by }, reader))}. Remove any ${request.consents ? 'other ' : ''}routes to it.`,
        blocks: [
          ...(teardown ? comment({ ...teardown, by: saidBy(request, teardown) }) : []),
          ...formerRoutes(context, sideFor(reader), context.removed_routes ?? []),
          ...staleRules(context, sideFor(reader)),
        ],
      };
    case 'expired':
      return {
        tone: 'bad',
        news: describeExpiry(request, reader, zone),
        blocks: [describeNotified(context), ...nothingToDo(reader)],
        label: 'Resubmit request',
      };
    case 'failed':
      return {
        tone: 'bad',
        news: shortenAwsMessage(
          request.explanation?.cause ?? request.failure?.message ?? 'EC2 couldn’t create the connection.',
        ),
        blocks: [...explainFailure(request, reader), ...nothingToDo(reader)],
        label: 'View and resubmit request',
      };
    case 'submitted':
    case 'pending-acceptance':
    case 'provisioning':
      return { tone: 'neutral', news: `The request is ${describeStatus(request.status)}.`, blocks: [] };
    default:
      return request.status satisfies never;
  }
};

/** The reason for a removal is whoever's reviewed it. */
const saidBy = ({ removal }: PeeringRequest, { by }: Decision): Decision['by'] =>
  by.kind === 'rule' && by.id === ('review' satisfies EndRule) && removal ? removal.by : by;

const nameActor = ({ by }: Pick<Decision, 'by'>, reader: Reader): string =>
  by.id === reader.person ? 'you' : describeActor(by);

/** `Accepted by anna@… on Wed, 2 Dec 2026, 10:00 UTC.` */
const describeBy = (
  what: string,
  decision: Decision | undefined,
  reader: Reader,
  zone: string | undefined,
): string =>
  decision ? `${what} by ${nameActor(decision, reader)} on ${formatTime(decision.at, zone)}.` : `${what}.`;

const describeExpiry = (request: PeeringRequest, reader: Reader, zone: string | undefined): string => {
  const { decision } = request;
  const deadline = formatDeadline(request, zone);
  const { why, error } = describeMissedDeadline(request);
  if (!decision) return `Nobody decided before the deadline of ${deadline}.`;
  const decided = capitalize(describeDecision(decision.kind));
  return `${decided} by ${nameActor(decision, reader)} on ${formatTime(decision.at, zone)}, but ${why} ${deadline}${error}`;
};

const describeNotified = ({ request, notified: { people, times } }: OutcomeContext): Block => {
  const missed = (request.unsent_mails ?? []).filter(({ kind }) => kind === 'approval').map(describeUnsent);
  const sentences = [
    ...(people.length > 0
      ? [
          `We notified these approvers ${times === 1 ? 'once' : `up to ${describeCount(times)}`}: ${people.join(', ')}.`,
        ]
      : []),
    ...(missed.length > 0 ? [`Peerway couldn’t email these approvers: ${missed.join(', ')}.`] : []),
  ];
  return {
    kind: 'paragraph',
    text: sentences.join(' ') || 'The account directory listed nobody who could approve this request.',
  };
};

const nothingToDo = ({ is }: Reader): Block[] =>
  is === 'approver' ? [{ kind: 'paragraph', text: 'You don’t need to do anything else.' }] : [];

/** What to do next is for the requester alone. */
const explainFailure = (request: PeeringRequest, { is }: Reader): Block[] => {
  const { explanation, failure, requester, accepter } = request;
  if (!explanation) return [];
  const overlaps = explanation.overlaps.map(
    (pair) => `${pair.requester} of ${requester.vpc_id} overlaps ${pair.accepter} of ${accepter.vpc_id}`,
  );
  return [
    ...(overlaps.length > 0 ? section('Overlapping CIDR blocks', overlaps) : []),
    ...(is === 'requester' ? section('What to do next', explanation.next) : []),
    ...(failure
      ? ([{ kind: 'small', text: `Error message: ${shortenAwsMessage(failure.message)}` }] as const)
      : []),
  ];
};

/** An active connection carries no traffic yet. */
const nextSteps = ({ request: { requester, accepter, cidr_blocks } }: MailContext): Block[] =>
  section('Before traffic can flow', [
    `In ${requester.vpc_id}: add routes to ${cidr_blocks?.accepter?.join(', ') ?? `every CIDR block of ${accepter.vpc_id}`}, and allow outbound traffic in security groups.`,
    `In ${accepter.vpc_id}: add routes to ${cidr_blocks?.requester?.join(', ') ?? `every CIDR block of ${requester.vpc_id}`}, and allow inbound traffic in security groups.`,
  ]);

const section = (text: string, items: readonly string[]): Block[] => [
  { kind: 'subheading', text },
  { kind: 'list', items },
];

/** Whether an outcome is what its decider decided, and so no news to them. */
export const isWhatTheyDecided = (kind: 'accept' | 'reject' | 'cancel', status: RequestStatus): boolean =>
  (kind === 'accept' && status === 'active') ||
  (kind === 'reject' && status === 'rejected') ||
  (kind === 'cancel' && status === 'cancelled');
