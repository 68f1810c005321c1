import { html } from 'hono/html';
import type { Accounts } from '../../domain/directory/accounts.ts';
import { type OpenedRequest, sideOf } from '../../domain/links/open-link.ts';
import { isSent } from '../../domain/mail/send-once.ts';
import type { Decision, PeeringRequest } from '../../domain/request/peering-request.ts';
import { hasEnded, isOpen } from '../../domain/request/status.ts';
import { getAccountNames } from '../../domain/wording/account-names.ts';
import { describeActor, describeDeletion } from '../../domain/wording/actors.ts';
import { describeMissedDeadline, shortenAwsMessage } from '../../domain/wording/aws-messages.ts';
import { SUMMARIES } from '../../domain/wording/connectivity.ts';
import { capitalize } from '../../domain/wording/statuses.ts';
import { isConcluded } from '../../domain/workflow/conclude.ts';
import type { Html } from '../../edge/page-handler.ts';
import { callout, moment, quote, type Tone } from './parts.ts';

/** Longer than EC2 takes between two statuses. After this, the page stops refreshing itself. */
const SETTLES_WITHIN_MS = 10 * 60_000;

const REFRESH_SECONDS = 4;

/** Makes the page refresh itself while EC2 carries out a decision made a moment ago. */
export const refreshOf = (request: PeeringRequest, now: Date): { refresh_seconds?: number } =>
  isSettling(request, now) ? { refresh_seconds: REFRESH_SECONDS } : {};

const isSettling = (request: PeeringRequest, now: Date): boolean => {
  const { status, decision } = request;
  return (
    decision !== undefined &&
    (isOpen(status) || !isConcluded(request)) &&
    now.getTime() - Date.parse(decision.at) < SETTLES_WITHIN_MS
  );
};

type View = Accounts & OpenedRequest & { now: Date };

/** The outcome of a request, or nothing while it waits for a decision. */
export const verdict = (view: View): { title: string; banner: Html } | undefined => {
  const { request } = view;
  const { decision, status } = request;
  const { requester, accepter } = getAccountNames(view);
  const pair = `${requester} → ${accepter}`;
  if (decision && (!hasEnded(status) || status === 'rejected' || status === 'cancelled')) {
    return decided(view, decision, pair);
  }
  const say = (title: string, tone: Tone, text: Html | string) => ({
    title,
    banner: callout(tone, html`<p>${text}</p>`, 'status'),
  });
  switch (status) {
    case 'expired':
      return say(
        `Expired: ${pair}`,
        'urgent',
        html`${decision ? late(view, decision) : html`Nobody decided before the deadline of ${endOf(request)}.`} It can no longer be accepted. ${sideOf(view) === 'requester' ? 'You' : 'The requester'} can resubmit it.`,
      );
    case 'failed':
      return { title: `Failed: ${pair}`, banner: callout('bad', failure(request), 'status') };
    case 'deleted':
      return say(
        `Deleted: ${pair}`,
        'neutral',
        `The connection was active and has since been deleted${describeDeletion(request.teardown)}.`,
      );
    default:
      return undefined;
  }
};

const endOf = ({ expires_at }: PeeringRequest): Html | string =>
  expires_at ? moment(expires_at) : 'its window';

/** Decided before our deadline, but EC2's deadline passed before the decision was carried out. */
const late = (view: View, { kind, by, at }: Decision): Html => {
  const { why, error } = describeMissedDeadline(view.request);
  return html`${whoOf(view.link, by)} ${DID[kind]} it on ${moment(at)}, but ${why} ${endOf(view.request)}${error}`;
};

const failure = ({ failure: said, explanation, requester, accepter }: PeeringRequest): Html => {
  const cause = shortenAwsMessage(said?.message ?? 'EC2 couldn’t create the connection.');
  if (!explanation) return html`<p>${cause}</p>`;
  return html`<p><strong>${shortenAwsMessage(explanation.cause)}</strong></p>
    ${explanation.overlaps.map((pair) => html`<p><code>${pair.requester}</code> of <code>${requester.vpc_id}</code> overlaps <code>${pair.accepter}</code> of <code>${accepter.vpc_id}</code>.</p>`)}
    ${explanation.next.map((step) => html`<p>${step}</p>`)}
    <p class="small">Error message: ${cause}</p>`;
};

const decided = (view: View, decision: Decision, pair: string): { title: string; banner: Html } => {
  const { request, link } = view;
  const { kind, by, at, comment } = decision;
  const who = whoOf(link, by);
  const did = DID[kind];
  return {
    title: `${who} ${did} ${pair}`,
    banner: callout(
      TONES[kind],
      html`<p><strong>${progress(view, kind)}</strong></p><p>${who} ${did} peering between <code>${request.requester.vpc_id}</code> and <code>${request.accepter.vpc_id}</code> on ${moment(at)}.</p>${comment ? quote(comment) : ''}`,
      'status',
    ),
  };
};

const whoOf = (link: OpenedRequest['link'], by: Decision['by']): string => {
  const isPerson = by.kind === 'approver' || by.kind === 'requester' || by.kind === 'caller';
  if (isPerson && link.purpose !== 'board' && by.id === link.person) return 'You';
  const who = describeActor(by);
  return by.kind === 'rule' || by.kind === 'outside' ? capitalize(who) : who;
};

const DID = { accept: 'accepted', reject: 'rejected', cancel: 'withdrew' } as const satisfies Record<
  Decision['kind'],
  string
>;

const TONES = { accept: 'good', reject: 'bad', cancel: 'neutral' } as const satisfies Record<
  Decision['kind'],
  Tone
>;

const isRequesterNotified = (request: PeeringRequest): boolean =>
  request.contact_email !== undefined &&
  isSent(request, { kind: `outcome-${request.status}`, to: request.contact_email });

/** Security groups are never Peerway's. */
const traffic = ({ connect, connectivity }: PeeringRequest, updates: string): string => {
  if (connectivity) return `. ${SUMMARIES[connectivity.state]}.`;
  if (connect) return `. Peerway is setting up routes and DNS resolution.${updates}`;
  return '. Traffic flows only after both VPCs have routes and security group rules for it.';
};

/** EC2's progress with the decision. */
const progress = ({ request, link, now }: View, kind: Decision['kind']): string => {
  const { status, vpc_peering_connection_id } = request;
  const id = vpc_peering_connection_id ?? 'the connection';
  const updates = isSettling(request, now) ? ' This page updates automatically.' : '';
  switch (status) {
    case 'provisioning':
      return `EC2 is setting up ${id}.${updates}`;
    case 'active':
      return `${vpc_peering_connection_id ?? 'The connection'} is active${traffic(request, updates)}`;
    case 'rejected':
      return `The request was rejected.${link.purpose === 'decide' && isRequesterNotified(request) ? ' We notified the requester.' : ''}`;
    case 'cancelled':
      return 'The request was withdrawn.';
    default:
      return {
        accept: `Peerway is accepting the request in EC2.${updates}`,
        reject: `Peerway is rejecting the request in EC2.${updates}`,
        cancel: `Peerway is withdrawing the request.${updates}`,
      }[kind];
  }
};
