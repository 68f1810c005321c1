import { html } from 'hono/html';
import type { AuditEvent } from '../../domain/request/audit.ts';
import { describeActor } from '../../domain/wording/actors.ts';
import { shortenReason } from '../../domain/wording/aws-messages.ts';
import { describeMailKind } from '../../domain/wording/mail-kinds.ts';
import { describeStatus } from '../../domain/wording/statuses.ts';

import type { Html } from '../../edge/page-handler.ts';
import { moment, quote } from './parts.ts';

type EventText = {
  what: string;
  /** The recipient of a mail. Equal lines are merged. */
  to?: string;
  said?: string;
};

/** A longer list is collapsed. */
const SHOWN_LINES = 5;

/** The audit trail as a list: what happened, when, and what people wrote. It doesn't show IP addresses. */
export const history = (events: readonly AuditEvent[]): Html => {
  const lines = linesOf(events);
  const list = html`<ol class="history">${lines.map(
    ({ at, what, people, said }) =>
      html`<li>${what}${people.length > 0 ? `, to ${people.join(', ')}` : ''}<span class="soft">${moment(at)}</span>${said ? quote(said) : ''}</li>`,
  )}</ol>`;
  return lines.length > SHOWN_LINES
    ? html`<details><summary>${events.length} events</summary>${list}</details>`
    : list;
};

type Line = { at: string; what: string; people: string[]; said?: string };

const TOGETHER_MS = 5 * 60_000;

const linesOf = (events: readonly AuditEvent[]): Line[] => {
  const found: Line[] = [];
  for (const event of events) {
    const { what, to, said } = describeEvent(event);
    const last = found.at(-1);
    const isAlike = last?.what === what && Date.parse(event.at) - Date.parse(last.at) < TOGETHER_MS;
    if (to && last && isAlike) last.people.push(to);
    else found.push({ at: event.at, what, people: to ? [to] : [], ...(said && { said }) });
  }
  return found;
};

/** Describes an event in plain English. A damaged one is named, so that it keeps nobody from the rest of the page. */
export const describeEvent = (event: AuditEvent): EventText => {
  const unknown = { what: `Event ${event.sequence} can’t be shown` };
  try {
    return textOf(event) ?? unknown;
  } catch {
    return unknown;
  }
};

/** `1 of 2 approvals (without …), accept, with routes to 2001:db8::/56 and DNS resolution: a comment` */
const DECISION_REASON =
  /^(?:(\d+ of \d+ approvals)(?: \((without [^)]*)\))?, )?(\w+)(, (?:with|for) (?:(?!: ).)*)?(?:: (.*))?$/s;

const textOf = (event: AuditEvent): EventText => {
  const { type, actor } = event;
  const reason = shortenReason(event);
  const who = describeActor(actor);
  switch (type) {
    case 'request-submitted':
      return { what: `${who} submitted the request` };
    case 'connection-asked-for':
      return { what: 'Peerway requested the connection from EC2' };
    case 'connection-created':
      return { what: `EC2 created ${reason}` };
    case 'ec2-error':
      return { what: 'EC2 returned an error, and Peerway retries', said: reason };
    case 'status-changed':
      return describeStatusChange(event);
    case 'approval-recorded':
    case 'decision-recorded': {
      const [, count, without = '', kind = '', connect = '', said] = DECISION_REASON.exec(reason) ?? [];
      const counted = count ? ` (${[count, without].filter(Boolean).join(', ')})` : '';
      return {
        what: `${who} ${DECIDED[kind] ?? kind}${connect}${counted}`,
        ...(said && { said }),
      };
    }
    case 'decision-refused':
      return actor.kind === 'workflow'
        ? { what: 'Peerway couldn’t delete the connection, which it didn’t create', said: reason }
        : { what: `${who} tried to decide too late`, said: reason };
    case 'teardown-recorded':
      return { what: `${who} requested deletion of the connection`, ...(reason && { said: reason }) };
    case 'connect-planned':
      return { what: 'Peerway checked the accepter’s route tables' };
    case 'connect-recorded':
      return { what: `${who} asked Peerway to connect the VPCs`, ...(reason && { said: reason }) };
    case 'routes-asked-for':
      return { what: `Peerway requested ${countRoutes(event)} from EC2` };
    case 'routes-created':
      return { what: `EC2 created ${countRoutes(event)}` };
    case 'routes-removed':
      return { what: `Peerway removed ${countRoutes(event)}` };
    case 'dns-resolution-asked-for':
      return { what: `Peerway requested DNS resolution from EC2 in ${reason}` };
    case 'dns-resolution-turned-on':
      return { what: `Peerway turned on DNS resolution in ${reason}` };
    case 'connectivity-changed':
      return { what: `The connectivity changed: ${reason}` };
    case 'stale-rules-found':
      return { what: `Peerway found stale security group rules in ${reason}` };
    case 'connection-found':
      return { what: `Peerway found ${reason}, which ${who} created` };
    case 'connection-adopted':
      return { what: `${who} took the connection over`, ...(reason && { said: reason }) };
    case 'extension-asked-for':
      return { what: `${who} asked for more time`, ...(reason && { said: reason }) };
    case 'extension-approved':
      return { what: `${who} approved more time`, ...(reason && { said: reason }) };
    case 'extension-decided':
      return { what: `${who} decided about more time`, said: reason };
    case 'connection-reviewed':
      return { what: `${who} kept the connection in a review`, ...(reason && { said: reason }) };
    case 'review-unanswered':
      return { what: 'Nobody answered the review of the connection' };
    case 'removal-planned':
      return { what: `${who} planned to remove the connection`, ...(reason && { said: reason }) };
    case 'removal-withdrawn':
      return { what: `${who} withdrew the planned removal`, ...(reason && { said: reason }) };
    case 'failure-explained':
      return { what: `Peerway investigated the failure: ${reason}` };
    case 'outcome-told':
      return { what: `Peerway notified everyone involved${/, except .*$/s.exec(reason)?.[0] ?? ''}` };
    case 'end-told':
      return {
        what: reason.startsWith('undeleted')
          ? 'Peerway notified people that the deletion was refused'
          : 'Peerway notified both sides of the connection’s end',
      };
    case 'mail-sent':
      return tellMail('Email sent', reason);
    case 'mail-skipped':
      return tellMail('Email skipped', reason);
    case 'mail-failed':
      return tellMail('Email couldn’t be sent', reason);
    case 'mail-bounced':
      return tellMail('Email bounced', reason);
    default:
      return type satisfies never;
  }
};

const DECIDED: Readonly<Record<string, string>> = {
  accept: 'accepted the request',
  reject: 'rejected the request',
  cancel: 'withdrew the request',
};

const countRoutes = ({ routes = [] }: AuditEvent): string =>
  `${routes.length} ${routes.length === 1 ? 'route' : 'routes'}`;

const describeStatusChange = (event: AuditEvent): EventText => {
  const { to_status, actor } = event;
  const who = actor.kind === 'outside' ? ` by ${describeActor(actor)}` : '';
  const detail = to_status === 'failed' ? ` (EC2: ${shortenReason(event)})` : '';
  return { what: `Status changed to “${describeStatus(to_status)}”${who || detail}` };
};

/** The reason reads `reminder-259200 to anna@analytics.example`, and after a colon why the mail wasn't sent. */
const tellMail = (how: string, reason: string): EventText => {
  const [, kind = '', to = '', why] = /^(\S+) to (\S+?)(?:: (.*))?$/s.exec(reason) ?? [];
  const name = describeMailKind(kind);
  return { what: `${how}: ${name ?? reason}${why ? ` (${why})` : ''}`, ...(name && { to }) };
};
