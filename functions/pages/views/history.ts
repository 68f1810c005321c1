import { html } from 'hono/html';
import type { AuditEvent } from '../../domain/request/audit.ts';
import { describeActor } from '../../domain/wording/actor-words.ts';
import { describeSeconds } from '../../domain/wording/time-words.ts';
import type { Html } from '../../edge/page-handler.ts';
import { moment, quote, statusWord } from './parts.ts';

type Told = {
  what: string;
  /** Of a mail: what is alike stands in one line. */
  to?: string;
  said?: string;
};

/** The audit trail for people: what happened, when, and in whose words. Where somebody came from is not told. */
export const history = (events: readonly AuditEvent[]): Html =>
  html`<ol class="history">${linesOf(events).map(
    ({ at, what, people, said }) =>
      html`<li>${what}${people.length > 0 ? `, to ${people.join(', ')}` : ''}<span class="soft">${moment(at)}</span>${said ? quote(said) : ''}</li>`,
  )}</ol>`;

type Line = { at: string; what: string; people: string[]; said?: string };

const TOGETHER_MS = 5 * 60_000;

const linesOf = (events: readonly AuditEvent[]): Line[] => {
  const found: Line[] = [];
  for (const event of events) {
    const { what, to, said } = tell(event);
    const last = found.at(-1);
    const isAlike = last?.what === what && Date.parse(event.at) - Date.parse(last.at) < TOGETHER_MS;
    if (to && last && isAlike) last.people.push(to);
    else found.push({ at: event.at, what, people: to ? [to] : [], ...(said && { said }) });
  }
  return found;
};

/** An event in plain words. */
export const tell = (event: AuditEvent): Told => {
  const { type, actor, reason = '' } = event;
  const who = describeActor(actor);
  switch (type) {
    case 'request-submitted':
      return { what: `${who} asked for the peering` };
    case 'connection-asked-for':
      return { what: 'Peerway asked EC2 for the connection' };
    case 'connection-created':
      return { what: `EC2 created ${reason}` };
    case 'status-changed':
      return tellStatus(event);
    case 'approval-recorded':
    case 'decision-recorded': {
      const [, count = '', kind = '', said] =
        /^(?:(\d+ of \d+) approvals, )?(\w+)(?:: (.*))?$/s.exec(reason) ?? [];
      return {
        what: `${who} ${DECIDED[kind] ?? kind}${count && ` (${count})`}`,
        ...(said && { said }),
      };
    }
    case 'decision-refused':
      return { what: `${who} tried to decide, too late`, said: reason };
    case 'teardown-recorded':
      return { what: `${who} asked for the connection to be deleted`, ...(reason && { said: reason }) };
    case 'failure-explained':
      return { what: `Peerway looked why: ${reason}` };
    case 'outcome-told':
      return { what: 'Everybody concerned was told' };
    case 'mail-sent':
      return tellMail('Mail', reason);
    case 'mail-skipped':
      return tellMail('No mail', reason);
    case 'mail-failed':
      return tellMail('Mail that could not be sent', reason);
    case 'mail-bounced':
      return tellMail('Mail that came back', reason);
    default:
      return type satisfies never;
  }
};

const DECIDED: Readonly<Record<string, string>> = {
  accept: 'accepted',
  reject: 'rejected it',
  cancel: 'withdrew it',
};

const tellStatus = ({ to_status, actor, reason = '' }: AuditEvent): Told => {
  const who = actor.kind === 'outside' ? `, done by ${describeActor(actor)}` : '';
  const detail = to_status === 'failed' ? ` (EC2: ${reason})` : '';
  return { what: `The request is ${statusWord(to_status)}${who || detail}` };
};

/** The trail says `reminder-259200 to anna@analytics.example`, and behind a colon, why not. */
const tellMail = (how: string, reason: string): Told => {
  const [, kind = '', before, to = '', why] =
    /^([a-z]+)(?:-(\S+))? to (\S+?)(?:: (.*))?$/s.exec(reason) ?? [];
  const name = mailName(kind, Number(before));
  return { what: `${how}: ${name ?? reason}${why ? ` (${why})` : ''}`, ...(name && { to }) };
};

const mailName = (kind: string, seconds: number): string | undefined => {
  switch (kind) {
    case 'approval':
      return 'request to approve';
    case 'reminder':
      return `reminder ${describeSeconds(seconds)} before the end`;
    case 'escalation':
      return `escalation ${describeSeconds(seconds)} before the end`;
    case 'waiting':
      return 'who was asked';
    case 'outcome':
      return 'the outcome';
    case 'stuck':
      return 'that it is stuck';
    default:
      return undefined;
  }
};
