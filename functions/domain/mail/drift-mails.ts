import type { ConnectSettings } from '../connectivity/left-to-do.ts';
import { type Accounts, loadAccounts } from '../directory/accounts.ts';
import type { Directory } from '../directory/ports.ts';
import type { Links } from '../links/ports.ts';
import type { SideRole } from '../request/connect.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import type { Clock, Requests } from '../request/ports.ts';
import { getAccountNames } from '../wording/account-names.ts';
import { SUMMARIES } from '../wording/connectivity.ts';
import { formatTime } from '../wording/times.ts';
import { compose } from './compose.ts';
import { connectivity, leftFor } from './connect-parts.ts';
import type { ComposedMail } from './content.ts';
import { listNotifiedApprovers } from './due-mails.ts';
import { betweenButtons, contact, footer, people, subject, vpcs } from './parts.ts';
import type { Mailer } from './ports.ts';
import { FOR_REQUESTER, forApprover } from './request-mails.ts';
import { type Delivery, isSettled, sendOnce } from './send-once.ts';

export type SendDriftMailsDeps = {
  requests: Requests;
  directory: Directory;
  links: Links;
  mailer: Mailer;
  connectSettings: ConnectSettings;
  clock: Clock;
  statusUrl: (token: string) => string;
};

const DRIFT = 'drift-';

/** A change's own kind. Mail services take no punctuation in it. */
const kindOf = (since: string): string => `${DRIFT}${since.replaceAll(/[^\dTZ]/g, '')}`;

const listDeliveries = (request: PeeringRequest): Delivery[] => {
  const { connectivity: found, contact_email } = request;
  if (!found) return [];
  const to = new Set([...(contact_email ? [contact_email] : []), ...listNotifiedApprovers(request)]);
  return [...to].map((person) => ({ kind: kindOf(found.since), to: person, replaces: DRIFT }));
};

/** Whether everybody was told of the change that the record shows, or never will be. */
export const isDriftTold = (request: PeeringRequest): boolean =>
  listDeliveries(request).every((delivery) => isSettled(request, delivery));

/**
 * Tells the people of both sides, once for each change, that the connectivity of an active connection has changed: its
 * contact, and the approvers who were asked. What an earlier change left unsent is no longer sent.
 *
 * @param sentBy the schedule that sends
 * @returns the record after that
 */
export const sendDriftMails = async (
  request: PeeringRequest,
  sentBy: string,
  deps: SendDriftMailsDeps,
): Promise<PeeringRequest> => {
  if (request.status !== 'active' || isDriftTold(request)) return request;
  const accounts = await loadAccounts(request, deps.directory);
  let latest = request;
  for (const delivery of listDeliveries(request)) {
    latest = await sendOnce(
      latest,
      delivery,
      sentBy,
      () => composeFor(delivery.to, request, accounts, deps),
      deps,
    );
  }
  return latest;
};

const composeFor = async (
  person: string,
  request: PeeringRequest,
  accounts: Accounts,
  { links, clock, statusUrl, connectSettings }: SendDriftMailsDeps,
): Promise<ComposedMail> => {
  if (person !== request.contact_email)
    return driftMail({ request, ...accounts, connectSettings }, { side: 'accepter' });
  const expires_at = clock().toISOString();
  const token = await links.mint({ request_id: request.id, purpose: 'view', person, expires_at });
  return driftMail({ request, ...accounts, connectSettings }, { side: 'requester', url: statusUrl(token) });
};

type DriftContext = Accounts & { request: PeeringRequest; connectSettings: ConnectSettings };

/** @param reader the side that they stand for; only the requester's contact has a link to follow the request */
export const driftMail = async (
  context: DriftContext,
  reader: { side: SideRole; url?: string },
): Promise<ComposedMail> => {
  const { request, connectSettings } = context;
  const { side, url } = reader;
  const names = getAccountNames(context);
  const { state, since } = request.connectivity ?? { state: 'unknown', since: request.updated_at };
  const left = leftFor(context, side, connectSettings);
  const zone = (side === 'requester' ? context.requesterAccount : context.accepterAccount)?.time_zone;
  const news = `${SUMMARIES[state]}, as Peerway found on ${formatTime(since, zone)}.`;
  const details = [...(left ? connectivity(context, side, left) : []), vpcs(context, side)];
  return compose({
    subject: subject(context, headline(state, left?.state)),
    title: `Connectivity changed: ${names.requester} → ${names.accepter}`,
    preview: news,
    blocks: [
      { kind: 'callout', tone: state === 'connected' ? 'good' : 'urgent', text: news },
      ...(url ? betweenButtons('View request', url, details) : [...details, ...contact(context, true)]),
    ],
    footer: footer(context, side === 'requester' ? FOR_REQUESTER : forApprover(names.accepter)),
    people: people(context),
    reply_to: url ? undefined : request.contact_email,
  });
};

/** What to do, if it is for the reader to do. */
const headline = (state: string, own: string | undefined): string => {
  if (state === 'connected') return 'Connected again';
  return own === 'connected' ? 'Connectivity changed' : 'Restore connectivity';
};
