import { acceptElsewhere } from '../connection/accept-elsewhere.ts';
import type { Accounts } from '../directory/accounts.ts';
import { entryFor } from '../directory/entry-for.ts';
import type { Account } from '../directory/ports.ts';
import { type Decision, listActedFor, type PeeringRequest } from '../request/peering-request.ts';
import { getAccountNames } from '../wording/account-names.ts';
import { describeActor, describeSubmitter } from '../wording/actors.ts';
import { type ReadingSide, readBlocks } from '../wording/cidr-blocks.ts';
import { describeLife, endOf } from '../wording/life.ts';
import { mailto } from '../wording/mailto.ts';
import { formatShortTime, formatTime } from '../wording/times.ts';
import { cleanLines, defang, shorten } from '../wording/user-text.ts';
import { readVpcName } from '../wording/vpc-names.ts';
import type { Block, SideBlock } from './content.ts';
import { listNotifiedApprovers } from './due-mails.ts';

/** What every mail about a request is composed from. */
export type MailContext = Accounts & { request: PeeringRequest };

const ARROW = ' → ';

const SHORTEST_NAME = 12;

/** Stands for an account without a name. An ID means nothing when it is cut. */
const IS_ID = /^account \d{12}$/;

/**
 * `payments → analytics`. Only names are shortened, so that what follows them is always whole.
 *
 * @param room in characters: a short name leaves its room to the other
 */
export const shortPair = (names: { requester: string; accepter: string }, room = 80): string => {
  const [requester, accepter] = [defang(names.requester), defang(names.accepter)];
  const space = room - ARROW.length;
  const fit = (name: string, other: string): string =>
    IS_ID.test(name)
      ? name
      : shorten(name, Math.max(SHORTEST_NAME, Math.floor(space / 2), space - [...other].length));
  return [fit(requester, accepter), fit(accepter, requester)].join(ARROW);
};

/** How many characters of a subject a list of mails shows on a phone. */
const SUBJECT_SHOWN = 60;

/** `Rejected: payments → analytics (pr-…)`. A list shows the news and both names; the ID follows. */
export const subject = (context: MailContext, news: string): string =>
  `${news}: ${shortPair(getAccountNames(context), SUBJECT_SHOWN - news.length - 2)} (${context.request.id})`;

/** `Approve by 2 Dec, 10:00 UTC (reminder 1): payments → analytics (pr-…)` */
export const subjectWithDeadline = (
  context: MailContext,
  action: string,
  timeZone: string | undefined,
  note?: string,
): string => {
  const { expires_at } = context.request;
  const by = expires_at ? ` by ${formatShortTime(expires_at, timeZone)}` : '';
  return subject(context, `${action}${by}${note ? ` (${note})` : ''}`);
};

export const footer = ({ request }: MailContext, why: string): string =>
  [`Request ${request.id}`, request.vpc_peering_connection_id, why].filter(Boolean).join(' · ');

export const vpcs = (context: MailContext, reader: ReadingSide): Block => {
  const { request } = context;
  const names = getAccountNames(context);
  return {
    kind: 'vpcs',
    requester: side(request, 'requester', names.requester, reader),
    accepter: side(request, 'accepter', names.accepter, reader),
  };
};

/** How long the connection is to live, or when it ends. */
export const life = ({ request }: MailContext, timeZone: string | undefined): Block[] => {
  const end = endOf(request);
  const text = end
    ? `Peerway deletes the connection on ${formatTime(end, timeZone)}.`
    : describeLife(request);
  return text ? [{ kind: 'paragraph', text }] : [];
};

const ROLES = { requester: 'Requester', accepter: 'Accepter' } as const;

const side = (request: PeeringRequest, of: ReadingSide, name: string, reader: ReadingSide): SideBlock => {
  const { vpc_id, owner_id, region } = request[of];
  const tag = readVpcName(request, of, reader);
  const blocks = readBlocks(request, of, reader);
  return {
    role: ROLES[of],
    name,
    details: [
      `${vpc_id} in ${region}`,
      ...(tag ? [`Name tag: ${tag}`] : []),
      `Account ${owner_id}`,
      `CIDR blocks: ${typeof blocks === 'string' ? blocks : blocks.join(', ')}`,
    ],
  };
};

/** The page shows all of a quote. */
const LONGEST_QUOTE = 1200;

export const quote = (by: string, text: string): Block => ({
  kind: 'quote',
  by,
  text: shorten(cleanLines(text), LONGEST_QUOTE),
});

export const justification = ({ request }: MailContext): Block =>
  quote(`Justification from ${describeSubmitter(request)}`, request.justification);

export const comment = ({ comment: text, by }: Pick<Decision, 'comment' | 'by'>): Block[] =>
  text ? [quote(`Comment from ${describeActor(by)}`, text)] : [];

/** Shows details between two buttons, so that nobody needs to scroll to the link. */
export const betweenButtons = (label: string, url: string, details: readonly Block[]): Block[] => {
  const button: Block = { kind: 'button', label, url };
  return [button, ...details, button];
};

/**
 * Whom the accepter's side can ask. @param isReply whether a reply to the mail goes there: not if the mail has a
 * link, which a reply would quote to the requester's side
 */
export const contact = ({ request: { contact_email, id } }: MailContext, isReply = false): Block[] =>
  contact_email
    ? [
        {
          kind: 'contact',
          before: isReply ? 'Questions? Reply to this email, or write to' : 'Questions? Write to',
          address: contact_email,
          after: isReply ? '' : 'Start a new email: this one contains your personal link.',
          url: mailto(contact_email, `Peering request ${id}`),
        },
      ]
    : [];

/** Everybody whose address a mail about the request may name. */
export const people = ({ request, requesterAccount, accepterAccount }: MailContext): string[] =>
  [
    request.contact_email,
    ...[requesterAccount, accepterAccount].flatMap((account) => (account ? listNamed(account, request) : [])),
    ...listDeciders(request),
  ].filter((address) => address !== undefined);

const listNamed = (account: Account, request: PeeringRequest): string[] => [
  ...account.approvers,
  ...entryFor(account, request).approvers,
  ...account.escalate_to,
  ...listSubstitutes(account),
];

/** Those who decide for somebody now. */
export const listSubstitutes = ({ away = [] }: Account): string[] => away.map(({ instead }) => instead);

/** Those who decided through their link, and so by their email address. */
export const listDeciders = ({
  approvals,
  decision,
  teardown,
  earlier_rejection,
  extension,
}: PeeringRequest): string[] =>
  [...approvals, decision, teardown, earlier_rejection, extension, extension?.decision].flatMap((made) =>
    made && (made.by.kind === 'approver' || made.by.kind === 'requester')
      ? [made.by.id, ...listActedFor(made.by).map(({ person }) => person)]
      : [],
  );

/** Which approvers got their link, and which didn't. */
export const whoWasAsked = (
  { request }: MailContext,
  approvers: readonly string[],
  describe: (asked: string) => string,
): string => {
  const notified = listNotifiedApprovers(request);
  const asked = approvers.filter((approver) => notified.includes(approver));
  const missed = approvers.filter((approver) => !notified.includes(approver));
  return [
    ...(asked.length > 0 ? [describe(asked.join(', '))] : []),
    ...(missed.length > 0 ? [`Peerway couldn’t email these approvers yet: ${missed.join(', ')}.`] : []),
  ].join(' ');
};

/** The deadline is unknown only until EC2 opens the acceptance window. */
export const formatDeadline = ({ expires_at }: PeeringRequest, timeZone: string | undefined): string =>
  expires_at ? formatTime(expires_at, timeZone) : 'not known yet';

/** What the preflight found when the request was submitted; passed checks are only counted. */
export const checks = ({ request: { preflight, origin } }: MailContext): Block[] => {
  if (preflight.length === 0) return [];
  const findings = preflight.filter(({ result }) => result !== 'pass');
  const [all, passed] = [preflight.length, preflight.length - findings.length];
  if (findings.length === 0) return [{ kind: 'paragraph', text: `All ${all} checks passed.` }];
  const these = findings.length === 1 ? 'this finding' : `these ${findings.length} findings`;
  return [
    {
      kind: 'paragraph',
      text: `${passed} of ${all} checks passed when ${origin ? 'Peerway found the connection' : 'this request was submitted'}. Before you decide, review ${these}:`,
    },
    { kind: 'list', items: findings.map(({ message }) => message) },
  ];
};

export const instructions = ({ request }: MailContext): Block[] => {
  const { console, accept, terraform } = acceptElsewhere(request);
  return [
    { kind: 'subheading', text: 'Accept in your own account' },
    {
      kind: 'paragraph',
      text: `Peerway has no role in account ${request.accepter.owner_id}, so it can’t accept for you. Use one of these methods. Peerway detects the change within 15 minutes and notifies the requester.`,
    },
    { kind: 'code', label: 'Console', code: console },
    { kind: 'code', label: 'Command line', code: accept },
    { kind: 'code', label: 'Terraform', code: terraform },
  ];
};
