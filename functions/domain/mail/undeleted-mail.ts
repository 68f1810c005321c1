import { deleteElsewhere } from '../connection/refuse-delete.ts';
import type { Undeleted } from '../request/peering-request.ts';
import { listedAsApprover } from '../wording/absences.ts';
import { getAccountNames } from '../wording/account-names.ts';
import { describeDeletion } from '../wording/actors.ts';
import { compose } from './compose.ts';
import type { ComposedMail } from './content.ts';
import { betweenButtons, footer, type MailContext, people, subject, vpcs } from './parts.ts';
import { forOwner } from './removal-mails.ts';
import { FOR_REQUESTER } from './request-mails.ts';

/** Who hears that a deletion was refused. The requester's contact and the network team have a link. */
export type UndeletedReader = { is: 'contact' | 'network-team'; url: string } | { is: 'owner' | 'approver' };

/** Notifies somebody that a connection is still there, which somebody or a rule wanted to be gone, and why. */
export const undeletedMail = async (
  context: MailContext,
  undeleted: Undeleted,
  reader: UndeletedReader,
): Promise<ComposedMail> => {
  const { request } = context;
  const { requester, accepter } = getAccountNames(context);
  const isActive = request.status === 'active';
  const news = isActive ? 'Not deleted' : 'Not withdrawn';
  const wanted = describeDeletion({ kind: 'cancel', by: undeleted.by, at: undeleted.decided_at });
  const what = isActive ? 'The connection was to be deleted' : 'The pending connection was to be deleted';
  const details = [
    { kind: 'paragraph', text: describeNext(context, undeleted) } as const,
    {
      kind: 'code',
      label: `To delete it in account ${request.requester.owner_id}`,
      code: deleteElsewhere(request),
    } as const,
    ...(reader.is === 'network-team' ? [{ kind: 'paragraph', text: REMEDY } as const] : []),
    vpcs(context, reader.is === 'approver' ? 'accepter' : 'requester'),
  ];
  return compose({
    subject: subject(context, news),
    title: `${news}: ${requester} → ${accepter}`,
    preview: 'The connection is still there.',
    blocks: [
      { kind: 'callout', tone: 'bad', text: `${what}${wanted}, but ${describeCause(context, undeleted)}.` },
      ...('url' in reader ? betweenButtons('View request', reader.url, details) : details),
    ],
    footer: footer(context, FOOTERS[reader.is](reader.is === 'owner' ? requester : accepter)),
    people: people(context),
  });
};

const describeCause = ({ request }: MailContext, { code }: Undeleted): string => {
  const role = `Peerway’s role in account ${request.requester.owner_id}`;
  switch (code) {
    case 'RoleNotAssumableError':
      return `${role} is missing or doesn’t trust Peerway`;
    case 'UnauthorizedOperation':
    case 'OperationNotPermitted':
      return `${role} isn’t allowed to delete it`;
    default:
      return `EC2 refused (${code})`;
  }
};

const describeNext = ({ request }: MailContext, { final }: Undeleted): string => {
  if (!final) return 'Peerway retries every 15 minutes, and the network team gets an email.';
  const stays =
    request.status === 'active'
      ? 'The connection stays until its account deletes it'
      : 'The request goes on, and its approvers can still accept it, until the account deletes the connection';
  return `Peerway didn’t create the connection, and doesn’t try again. ${stays}. Peerway detects that within 15 minutes.`;
};

const REMEDY =
  'To let Peerway delete such connections, set deleteFound in the configuration, and update the member account’s stack. Then cancel the request again.';

const FOOTERS: Readonly<Record<UndeletedReader['is'], (account: string) => string>> = {
  contact: () => FOR_REQUESTER,
  owner: forOwner,
  approver: listedAsApprover,
  'network-team': () =>
    'The network team receives this email once for each decision that can’t be carried out.',
};
