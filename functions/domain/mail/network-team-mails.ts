import type { UnsentMail } from '../request/peering-request.ts';
import { getAccountNames } from '../wording/account-names.ts';
import { describeMailKind } from '../wording/mail-kinds.ts';
import { describeStatus } from '../wording/statuses.ts';
import { formatUtc } from '../wording/times.ts';
import { compose } from './compose.ts';
import type { Block, ComposedMail } from './content.ts';
import { footer, type MailContext, people, shortPair, subject, vpcs } from './parts.ts';

export type Stuck = {
  /** Without a full stop. */
  why: string;
  /** What the network team can do, if not find an error and wait. */
  remedy?: string;
};

/** Notifies the network team of a stuck request. `url` shows them the request. */
export const stuckMail = async (
  context: MailContext,
  { why, remedy }: Stuck,
  url: string,
  unsent: readonly UnsentMail[] = [],
): Promise<ComposedMail> => {
  const { requester, accepter } = getAccountNames(context);
  const { request } = context;
  return compose({
    subject: subject(context, 'Investigate stuck request'),
    title: `Stuck: ${requester} → ${accepter}`,
    preview: why,
    blocks: [
      { kind: 'callout', tone: 'bad', text: `This request is stuck: ${why}.` },
      {
        kind: 'facts',
        rows: [
          ['Status', describeStatus(request.status)],
          ['Connection ID', request.vpc_peering_connection_id ?? 'none yet'],
          ['Execution', request.execution_name ?? request.id],
        ],
      },
      {
        kind: 'paragraph',
        text:
          remedy ??
          'The request’s record is safe, and Peerway retries every 15 minutes. To find the error, open the execution’s history in Step Functions.',
      },
      ...unsentMails(unsent),
      vpcs(context, 'accepter'),
      { kind: 'button', label: 'View request', url },
    ],
    footer: footer(context, 'The network team receives this email once a day while the request is stuck.'),
    people: people(context),
  });
};

const unsentMails = (unsent: readonly UnsentMail[]): Block[] =>
  unsent.length === 0
    ? []
    : [
        { kind: 'subheading', text: 'Emails that weren’t delivered' },
        {
          kind: 'list',
          items: unsent.map(
            ({ kind, to, since, cause, final }) =>
              `${describeMailKind(kind) ?? kind} to ${to}, since ${formatUtc(since)}: ${cause}.${final ? ' Peerway won’t retry.' : ''}`,
          ),
        },
      ];

/** One line of a digest: a request, the names of its accounts, and its news. */
export type DigestLine = { requester: string; accepter: string; id: string; news: string };

export type Digest = {
  expiring: readonly DigestLine[];
  ended: readonly DigestLine[];
  /** Those whom the news name by their email address. */
  people: readonly string[];
};

const LONGEST_LIST = 50;

/** The day's news for the network team. */
export const digestMail = async ({ expiring, ended, people }: Digest): Promise<ComposedMail> => {
  const summary = `${count(expiring, 'deadline')} within 48 hours, ${count(ended, 'outcome')} in the last 24 hours`;
  return compose({
    subject: `Peerway digest: ${summary}`,
    title: 'Peerway daily digest',
    preview: summary,
    blocks: [
      ...section('Deadlines within 48 hours', expiring, 'No deadlines within 48 hours.'),
      ...section('Outcomes in the last 24 hours', ended, 'No outcomes in the last 24 hours.'),
      { kind: 'paragraph', text: 'To see all open requests, run: peerway board' },
    ],
    footer: 'The network team receives this email once a day when there’s something to report.',
    people,
  });
};

const count = ({ length }: readonly DigestLine[], noun: string): string =>
  `${length} ${noun}${length === 1 ? '' : 's'}`;

const section = (title: string, lines: readonly DigestLine[], none: string): Block[] => [
  { kind: 'subheading', text: title },
  lines.length === 0
    ? { kind: 'paragraph', text: none }
    : {
        kind: 'list',
        items: [
          ...lines.slice(0, LONGEST_LIST).map((line) => `${shortPair(line)}: ${line.news} (${line.id})`),
          ...(lines.length > LONGEST_LIST ? [`and ${lines.length - LONGEST_LIST} more`] : []),
        ],
      },
];
