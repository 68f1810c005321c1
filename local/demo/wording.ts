import type { AuditEvent } from '../../functions/domain/request/audit.ts';
import type { Email } from '../inbox.ts';
import { SEED_ACCOUNTS } from '../seed.ts';
import type { RequestAnswer } from './front-door.ts';
import type { Telling } from './telling.ts';

type Words = Pick<Telling, 'who' | 'text' | 'status'>;

/** An event of the audit trail in plain words. What is quoted was said so; mails have words of their own. */
export const wordEvent = (event: AuditEvent, request: RequestAnswer): Words => {
  const { type, actor, reason = '' } = event;
  switch (type) {
    case 'request-submitted':
      return { who: accountName(request.vpc_owner_id), text: `asks: ${sides(request)}\n“${reason}”` };
    case 'connection-created':
      return { who: 'EC2', text: `creates ${reason}` };
    case 'status-changed':
      return wordStatus(event, request);
    case 'decision-recorded': {
      const [kind = '', comment] = reason.split(/: (.*)/s);
      return { who: firstName(actor.id), text: `${kind}s${comment ? `: “${comment}”` : ''}` };
    }
    default: {
      const who = actor.kind === 'approver' ? firstName(actor.id) : 'Peerway';
      return { who, text: `${type.replaceAll('-', ' ')}: ${reason}` };
    }
  }
};

const wordStatus = ({ to_status: status, actor, reason = '' }: AuditEvent, request: RequestAnswer): Words => {
  if (actor.kind === 'outside') {
    return { who: 'Peerway', text: `looks, and finds it ${status}: done by account ${actor.id}`, status };
  }
  if (status === 'pending-acceptance' && request.window) {
    return { who: 'EC2', text: `${status} until ${request.window.expires_at}`, status };
  }
  const message = reason.toLowerCase() === status ? '' : `: “${reason}”`;
  return { who: 'EC2', text: `${status}${message}`, status };
};

/** One mail to people of one domain. */
export const wordMail = (subject: string, to: readonly string[]): Words => {
  const [only, another] = to;
  const addressees = another ? `${to.map(firstName).join(', ')} @${domainOf(another)}` : only;
  return { who: 'mail', text: `→ ${addressees}: “${subject}”` };
};

/** A subject's news, without the accounts and the request that it names: `Reminder, 3 days left`. */
export const subjectOf = ({ subject }: Pick<Email, 'subject'>): string =>
  subject.replace(/^VPC peering .*?: /, '').replace(/ \[pr-\w+\]$/, '');

export const firstName = (address: string): string => address.split('@')[0] ?? address;

export const domainOf = (address: string): string => address.split('@')[1] ?? '';

const sides = ({ vpc_id, vpc_region, peer_vpc_id, peer_region }: RequestAnswer): string =>
  `${vpcName(vpc_id)} in ${vpc_region} → ${vpcName(peer_vpc_id)} in ${peer_region}`;

const accountName = (id: string): string =>
  SEED_ACCOUNTS.find(({ account_id }) => account_id === id)?.name ?? id;

const vpcName = (id: string): string =>
  SEED_ACCOUNTS.flatMap(({ vpcs }) => vpcs).find(({ vpc_id }) => vpc_id === id)?.name ?? id;
