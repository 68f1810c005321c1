import type { AuditEvent } from '../../functions/domain/request/audit.ts';
import { UNKNOWN_ACCOUNT } from '../../functions/domain/request/peering-request.ts';
import type { Email } from '../inbox.ts';
import { SEED_ACCOUNTS } from '../seed.ts';
import type { ApiRequest } from './api-client.ts';
import type { NarratedLine } from './narrated-line.ts';

type EventText = Pick<NarratedLine, 'who' | 'text' | 'status'>;

/** Describes an event of the audit trail, except for emails. Quotation marks mean a literal quote. */
export const describeEvent = (event: AuditEvent, request: ApiRequest): EventText => {
  const { type, actor, reason = '' } = event;
  switch (type) {
    case 'request-submitted':
      return {
        who: accountName(request.vpc_owner_id),
        text: `requests peering: ${formatSides(request)}\n“${reason}”`,
      };
    case 'connection-asked-for':
      return { who: 'Peerway', text: 'requests the connection from EC2' };
    case 'connection-created':
      return { who: 'EC2', text: `creates ${reason}` };
    case 'status-changed':
      return describeStatus(event, request);
    case 'decision-recorded': {
      const [kind = '', comment] = reason.split(/: (.*)/s);
      return { who: firstName(actor.id), text: `${kind}s the request${comment ? `: “${comment}”` : ''}` };
    }
    case 'failure-explained':
      return { who: 'Peerway', text: `investigates the failure: ${reason}` };
    case 'mail-skipped':
      return { who: 'Peerway', text: `skips an email: ${reason}` };
    case 'outcome-told':
      return {
        who: 'Peerway',
        text: `has notified everyone involved${/, except .*$/s.exec(reason)?.[0] ?? ''}`,
      };
    default: {
      const who = actor.kind === 'approver' ? firstName(actor.id) : 'Peerway';
      return { who, text: `${type.replaceAll('-', ' ')}: ${reason}` };
    }
  }
};

const describeStatus = (
  { to_status: status, actor, reason = '' }: AuditEvent,
  request: ApiRequest,
): EventText => {
  if (actor.kind === 'outside') {
    return {
      who: 'Peerway',
      text: `detects ${status}: changed outside Peerway, by ${actor.id === UNKNOWN_ACCOUNT ? 'an unknown account' : `account ${actor.id}`}`,
      status,
    };
  }
  if (status === 'pending-acceptance' && request.window) {
    return { who: 'EC2', text: `${status}, deadline ${request.window.expires_at}`, status };
  }
  const message = reason.toLowerCase() === status ? '' : `: “${reason}”`;
  return { who: 'EC2', text: `${status}${message}`, status };
};

/** Describes an email to people of one domain. */
export const describeMail = (subject: string, to: readonly string[]): EventText => {
  const [only, another] = to;
  const recipients = another ? `${to.map(firstName).join(', ')} @${domainOf(another)}` : only;
  return { who: 'email', text: `→ ${recipients}: “${subject}”` };
};

/** A subject without the accounts and the request ID: `Approve by 30 Nov, 08:00 UTC (reminder 1)`. */
export const shortSubject = ({ subject }: Pick<Email, 'subject'>): string =>
  subject.replace(/: .* \(pr-\w+\)$/, '');

export const firstName = (address: string): string => address.split('@')[0] ?? address;

export const domainOf = (address: string): string => address.split('@')[1] ?? '';

const formatSides = ({ vpc_id, vpc_region, peer_vpc_id, peer_region }: ApiRequest): string =>
  `${vpcName(vpc_id)} in ${vpc_region} → ${vpcName(peer_vpc_id)} in ${peer_region}`;

const accountName = (id: string): string =>
  SEED_ACCOUNTS.find(({ account_id }) => account_id === id)?.name ?? id;

const vpcName = (id: string): string =>
  SEED_ACCOUNTS.flatMap(({ vpcs }) => vpcs).find(({ vpc_id }) => vpc_id === id)?.name ?? id;
