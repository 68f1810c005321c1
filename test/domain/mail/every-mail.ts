import type { ComposedMail } from '../../../functions/domain/mail/content.ts';
import { driftMail } from '../../../functions/domain/mail/drift-mails.ts';
import { digestMail, stuckMail } from '../../../functions/domain/mail/network-team-mails.ts';
import { outcomeMail } from '../../../functions/domain/mail/outcome-mails.ts';
import type { MailContext } from '../../../functions/domain/mail/parts.ts';
import {
  approvalMail,
  escalationMail,
  reminderMail,
  waitingMail,
} from '../../../functions/domain/mail/request-mails.ts';
import { waitingListMail } from '../../../functions/domain/mail/waiting-list-mail.ts';
import { loadDigest } from '../../../functions/domain/overview/digest.ts';
import type { PeeringRequest } from '../../../functions/domain/request/peering-request.ts';
import type { Clock, RequestLists, Requests } from '../../../functions/domain/request/ports.ts';
import { STATUSES } from '../../../functions/domain/request/status.ts';

export const BASE = 'https://api.peerway.test';

const CONNECT = {
  abilities: { routes: true, dns_resolution: true },
  tag: { key: 'peerway:routes', value: 'managed' },
};

const URL = `${BASE}/decisions/token`;

/** Each mail that can be about a request, by its kind. */
export const everyMail = async (context: MailContext): Promise<Map<string, ComposedMail>> => {
  const { request } = context;
  const approvers = context.accepterAccount?.approvers ?? [];
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
