import type { Account } from '../directory/ports.ts';
import type { ConnectionId, Sides, UnsentMail } from '../request/peering-request.ts';
import type { Counted } from '../request/ports.ts';
import { getAccountName, getAccountNames } from '../wording/account-names.ts';
import { formatCounted, formatNumber } from '../wording/counts.ts';
import { describeMailKind } from '../wording/mail-kinds.ts';
import { describeStatus } from '../wording/statuses.ts';
import { formatShortUtc, formatUtc } from '../wording/times.ts';
import { shorten } from '../wording/user-text.ts';
import { compose } from './compose.ts';
import type { Block, ComposedMail } from './content.ts';
import { betweenButtons, footer, type MailContext, people, shortPair, subject, vpcs } from './parts.ts';

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
      ...betweenButtons('View request', url, [
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
      ]),
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

/** A pending connection that was made outside Peerway. */
export type FoundConnection = Sides & { id: ConnectionId; expires_at?: string };

/** Tells the network team of connections that accounts made which nobody here knows. Their approvers weren't asked. */
export const unknownRequestersMail = async (
  connections: readonly FoundConnection[],
  accounts: ReadonlyMap<string, Account>,
): Promise<ComposedMail> => {
  const strangers = [...new Set(connections.map(({ requester }) => requester.owner_id))];
  const these = strangers.length === 1 ? `account ${strangers[0]}` : `${strangers.length} accounts`;
  return compose({
    subject: `Check VPC peering from unknown ${these}`,
    title: `Unknown ${these}: VPC peering`,
    preview: 'Nobody was asked to accept.',
    blocks: [
      {
        kind: 'callout',
        tone: 'bad',
        text: 'Nobody was asked to accept what’s below, because the directory doesn’t have the account that created it. Whoever accepts a connection opens a path into their network.',
      },
      {
        kind: 'list',
        items: connections.map((connection) => describeFound(connection, accounts)),
      },
      {
        kind: 'paragraph',
        text: 'If you know the account, add it to the directory with peerway accounts put. The approvers are asked within 15 minutes. If you don’t know it, do nothing: nobody can accept the connection after its deadline.',
      },
    ],
    footer: 'The network team receives this email once for each connection.',
    people: [],
  });
};

const describeFound = (
  { id, requester, accepter, expires_at }: FoundConnection,
  accounts: ReadonlyMap<string, Account>,
): string => {
  const to = getAccountName(accounts.get(accepter.owner_id), accepter.owner_id);
  const deadline = expires_at ? `, deadline ${formatUtc(expires_at)}` : '';
  return `${id}: ${requester.vpc_id} of account ${requester.owner_id} in ${requester.region} → ${accepter.vpc_id} of ${to} in ${accepter.region}${deadline}`;
};

/** One line of a digest: a request, the names of its accounts, its VPCs, and its news. */
export type DigestLine = {
  requester: string;
  accepter: string;
  vpc: string;
  peer: string;
  id: string;
  news: string;
};

/** A list of which a mail shows the beginning. */
export type DigestList = {
  /** At most as many as a mail shows. */
  lines: readonly DigestLine[];
  total: Counted;
  /** What the list is made of, the largest part first. It says nothing of accounts that are named once. */
  parts: readonly (readonly [name: string, count: number])[];
};

export type Digest = {
  /** When the outcomes that it lists begin, and the deadlines end. UTC, ISO 8601. */
  since: string;
  until: string;
  expiring: DigestList;
  ended: DigestList;
  /** Active requests whose connectivity has changed. */
  drifted: DigestList;
  /** Reviews that are due and that nobody has answered, or not all of it. */
  unreviewed: readonly string[];
  /** Entries and groups of the directory that stand for nobody. */
  nobody: readonly string[];
  /** Accounts that requests and preflights are for, and that the directory doesn't have. */
  missing: {
    /** At most as many as a mail shows. */
    lines: readonly string[];
    total: Counted;
    /** How many of them somebody asked for since the last digest. */
    new_count: number;
  };
  /** Those whom the news name by their email address. */
  people: readonly string[];
};

/** Three lists of these have less than the 102 kB after which Gmail cuts a mail. */
export const DIGEST_LINES = 15;

const MOST_PARTS = 6;
const LONGEST_PART = 40;

/** The unsent mails of one request may be many. */
const LONGEST_NEWS = 240;

const lines = (
  text: string,
  items: readonly string[],
  what: string,
  total: Counted = { count: items.length, is_cut: false },
): Block[] =>
  items.length === 0
    ? []
    : [
        { kind: 'subheading', text },
        {
          kind: 'list',
          items: [
            ...items.slice(0, DIGEST_LINES),
            ...(total.count > DIGEST_LINES
              ? [`and ${formatCounted({ ...total, count: total.count - DIGEST_LINES })} more ${what}`]
              : []),
          ],
        },
      ];

/** The day's news for the network team. */
export const digestMail = async (
  { since, until, expiring, ended, drifted, unreviewed, nobody, missing, people }: Digest,
  board: { url: string; expires_at: string },
): Promise<ComposedMail> => {
  const changes = drifted.total.count > 0 ? `, ${count(drifted, 'connectivity change')}` : '';
  const reviews =
    unreviewed.length > 0
      ? `, ${unreviewed.length} unanswered ${unreviewed.length === 1 ? 'review' : 'reviews'}`
      : '';
  const gaps =
    nobody.length > 0 ? `, ${nobody.length} ${nobody.length === 1 ? 'gap' : 'gaps'} in the directory` : '';
  const unlisted =
    missing.total.count > 0
      ? `, ${formatCounted(missing.total)} ${missing.total.count === 1 ? 'account' : 'accounts'} not in the directory`
      : '';
  const summary = `${count(expiring, 'deadline')} until ${formatShortUtc(until)}, ${count(ended, 'outcome')}${changes} since ${formatShortUtc(since)}${reviews}${gaps}${unlisted}`;
  return compose({
    subject: `Peerway digest: ${summary}`,
    title: 'Peerway daily digest',
    preview: summary,
    blocks: [
      ...betweenButtons('View open requests', board.url, [
        ...section(
          `Deadlines until ${formatUtc(until)}`,
          expiring,
          board.url,
          'Most by accepter account',
          ' on the board',
        ),
        ...section(
          `Outcomes since ${formatUtc(since)}`,
          ended,
          board.url,
          'By outcome',
          '. To list those of one status, run for example: peerway list --status expired',
        ),
        ...(drifted.total.count > 0
          ? section(
              `Connectivity that changed since ${formatUtc(since)}`,
              drifted,
              board.url,
              'Most by accepter account',
              ' on the board, among the active connections',
            )
          : []),
        ...lines('Connections that nobody reviewed', unreviewed, 'accounts'),
        ...lines('Who is missing in the directory', nobody, 'entries and groups'),
        ...lines(
          'Accounts that teams asked for and the directory doesn’t have',
          missing.lines,
          'accounts',
          missing.total,
        ),
        ...(missing.total.count > 0
          ? [
              {
                kind: 'paragraph',
                text: 'If you know an account, add it to the directory with peerway accounts put.',
              } as const,
            ]
          : []),
        {
          kind: 'paragraph',
          text: `The links in this email only show requests, and work until ${formatUtc(board.expires_at)}. Until then, anyone with this email can see all requests. After that, run: peerway board`,
        },
      ]),
    ],
    footer: 'The network team receives this email once a day when there’s something to report.',
    people,
  });
};

const count = ({ total }: DigestList, noun: string): string =>
  `${formatCounted(total)} ${noun}${total.count === 1 && !total.is_cut ? '' : 's'}`;

const section = (
  title: string,
  { lines, total, parts }: DigestList,
  board: string,
  partsTitle: string,
  rest: string,
): Block[] => {
  const more = total.count - lines.length;
  return [
    { kind: 'subheading', text: title },
    ...(more > 0 && parts.length > 0
      ? [{ kind: 'paragraph', text: `${partsTitle}: ${listParts(parts)}.` } as const]
      : []),
    lines.length === 0
      ? { kind: 'paragraph', text: 'None.' }
      : {
          kind: 'requests',
          lines: lines.map((line) => ({
            ...line,
            pair: shortPair(line),
            news: shorten(line.news, LONGEST_NEWS),
            url: `${board}/requests/${line.id}`,
          })),
        },
    ...(more > 0
      ? [{ kind: 'paragraph', text: `and ${formatCounted({ ...total, count: more })} more${rest}` } as const]
      : []),
  ];
};

const listParts = (parts: DigestList['parts']): string =>
  parts
    .slice(0, MOST_PARTS)
    .map(([name, size]) => `${shorten(name, LONGEST_PART)} ${formatNumber(size)}`)
    .join(', ');
