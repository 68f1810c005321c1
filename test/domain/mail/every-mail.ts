import { absenceMail } from '../../../functions/domain/mail/absence-mail.ts';
import type { ComposedMail } from '../../../functions/domain/mail/content.ts';
import { driftMail } from '../../../functions/domain/mail/drift-mails.ts';
import { endMail } from '../../../functions/domain/mail/end-mails.ts';
import { extensionDecidedMail, extensionMail } from '../../../functions/domain/mail/extension-mails.ts';
import {
  digestMail,
  stuckMail,
  unknownRequestersMail,
} from '../../../functions/domain/mail/network-team-mails.ts';
import { outcomeMail } from '../../../functions/domain/mail/outcome-mails.ts';
import type { MailContext } from '../../../functions/domain/mail/parts.ts';
import { keptMail, removalMail } from '../../../functions/domain/mail/removal-mails.ts';
import {
  approvalMail,
  escalationMail,
  reminderMail,
  waitingMail,
} from '../../../functions/domain/mail/request-mails.ts';
import { reviewEscalationMail, reviewMail } from '../../../functions/domain/mail/review-mails.ts';
import { undeletedMail } from '../../../functions/domain/mail/undeleted-mail.ts';
import { waitingListMail } from '../../../functions/domain/mail/waiting-list-mail.ts';
import { loadDigest } from '../../../functions/domain/overview/digest.ts';
import type { Extension, PeeringRequest } from '../../../functions/domain/request/peering-request.ts';
import type { Clock, RequestLists, Requests } from '../../../functions/domain/request/ports.ts';
import { STATUSES } from '../../../functions/domain/request/status.ts';
import { anAccount } from '../an-account.ts';

export const BASE = 'https://api.peerway.test';

const CONNECT = {
  abilities: { routes: true, dns_resolution: true },
  tag: { key: 'peerway:routes', value: 'managed' },
};

const CONNECTION = 'pcx-0a1b2c3d4e5f67890';
export const NETWORK_TEAM = 'network-team@network.example';

const URL = `${BASE}/decisions/token`;

/** The mails about accounts: they name no request, or several. */
export const ABOUT_ACCOUNTS = ['list', 'review', 'review-escalation', 'unknown', 'absence', 'digest'];

/** Each mail, by its kind. What people write in it is what the request has. */
export const everyMail = async (context: MailContext): Promise<Map<string, ComposedMail>> => {
  const { request } = context;
  const approvers = context.accepterAccount?.approvers ?? [];
  const [person = 'anna@analytics.example'] = approvers;
  const { created_at: at, justification } = request;
  const by = request.decision?.by ?? { kind: 'approver', id: person };
  const extension: Extension = {
    by,
    at,
    extends_by: 3600,
    reason: justification,
    ends_at: at,
    approvals: [],
  };
  const lived = {
    ...context,
    request: {
      ...request,
      status: 'active',
      vpc_peering_connection_id: CONNECTION,
      ends_at: at,
      extension,
    } as const,
  };
  const decided = { kind: 'reject', by, at, comment: justification } as const;
  const removal = { by, at, comment: justification, due_at: at };
  const undeleted = { by, decided_at: at, at, code: 'UnauthorizedOperation' };
  const review = {
    account_id: request.accepter.owner_id,
    started_at: at,
    due_at: at,
    requests: [],
    sent_mails: new Set<string>(),
  };
  const accounts = new Map(
    [context.requesterAccount, context.accepterAccount].flatMap((account) =>
      account ? [[account.account_id, account] as const] : [],
    ),
  );
  const account = context.accepterAccount ?? anAccount();
  const reviewed = { review, account, unanswered: [{ ...lived.request, removal }], accounts };
  const listed = {
    ...context,
    request: { ...request, expires_at: request.expires_at ?? request.created_at },
    url: URL,
  };
  const notified = { people: approvers, times: 2 };
  const mails: [string, Promise<ComposedMail>][] = [
    ['approval', approvalMail(context, URL, 'anna@analytics.example')],
    ['reminder', reminderMail(context, URL, 'anna@analytics.example', 10)],
    ['waiting', waitingMail(context, URL, approvers)],
    ['escalation', escalationMail(context, URL, approvers)],
    ['list', waitingListMail([listed, listed], { is_cut: false })],
    ['stuck', stuckMail(context, { why: 'EC2 hasn’t opened the acceptance window' }, URL)],
    ...STATUSES.flatMap((status): [string, Promise<ComposedMail>][] => {
      const ended = { ...context, request: { ...request, status }, notified, connectSettings: CONNECT };
      return [
        [`outcome-${status} to the requester`, outcomeMail(ended, { is: 'requester', person: '', url: URL })],
        [`outcome-${status} to an approver`, outcomeMail(ended, { is: 'approver', person: '' })],
      ];
    }),
    [
      'drift to the requester',
      driftMail({ ...context, connectSettings: CONNECT }, { side: 'requester', url: URL }),
    ],
    ['drift to an approver', driftMail({ ...context, connectSettings: CONNECT }, { side: 'accepter' })],
    ['end to the requester', endMail(lived, { side: 'requester', url: URL })],
    ['end to an approver', endMail(lived, { side: 'accepter' })],
    ['extension', extensionMail(lived, URL, person)],
    [
      'extension-decided',
      extensionDecidedMail(
        { ...lived, request: { ...lived.request, extension: { ...extension, decision: decided } } },
        URL,
      ),
    ],
    ...[{ url: URL }, {}].flatMap((reader): [string, Promise<ComposedMail>][] => {
      const to = reader.url ? 'the contact' : 'an owner';
      return [
        [`removal to ${to}`, removalMail(lived, removal, reader)],
        [`kept to ${to}`, keptMail(lived, reader)],
      ];
    }),
    ['undeleted to the contact', undeletedMail(lived, undeleted, { is: 'contact', url: URL })],
    [
      'undeleted to the network team',
      undeletedMail(
        { ...context, request: { ...request, vpc_peering_connection_id: CONNECTION } },
        { ...undeleted, final: true },
        { is: 'network-team', url: URL },
      ),
    ],
    ['undeleted to an owner', undeletedMail(lived, undeleted, { is: 'owner' })],
    ['undeleted to who answered', undeletedMail(lived, { ...undeleted, final: true }, { is: 'approver' })],
    ['review', reviewMail(reviewed, URL, person)],
    ['review-escalation', reviewEscalationMail(reviewed, approvers)],
    ['unknown', unknownRequestersMail([{ ...request, id: CONNECTION }], accounts)],
    [
      'absence',
      absenceMail({ person, from: at, until: at, instead: person }, [account], NETWORK_TEAM, new Date(at)),
    ],
    ['digest', digestOf(context)],
  ];
  return new Map(await Promise.all(mails.map(async ([kind, mail]) => [kind, await mail] as const)));
};

/** Both of the digest's lists hold the request. */
const digestOf = async ({ request, requesterAccount, accepterAccount }: MailContext) => {
  const at = request.created_at;
  const { decision: _, ...undecided } = request;
  const ended: PeeringRequest = { ...request, status: 'rejected', updated_at: at };
  const accounts = [requesterAccount, accepterAccount].filter((account) => account !== undefined);
  return digestMail(
    await loadDigest({
      clock: () => new Date(at),
      directory: { accounts: async () => accounts, nobody: async () => ({ accounts: [], groups: [] }) },
      missingAccounts: { list: async () => ({ asked: [], is_cut: false }) },
      lists: {
        watched: async () => ({ ids: [] }),
        page: async ({ sort, status }: Parameters<RequestLists['page']>[0]) => ({
          items: sort === 'expiring' ? [undecided] : status === 'rejected' ? [ended] : [],
        }),
      },
      requests: {
        getMany: async () => [],
        events: async () => [{ from_status: 'pending-acceptance', to_status: 'rejected', at }],
      },
    } as unknown as { requests: Requests; lists: RequestLists; clock: Clock } & Parameters<
      typeof loadDigest
    >[0]),
    { url: `${BASE}/board/token`, expires_at: at },
  );
};
