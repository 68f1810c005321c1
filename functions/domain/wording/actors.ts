import type { EndRule } from '../request/lifetime.ts';
import { parseMemberSession } from '../request/member-session.ts';
import {
  type Actor,
  type Decision,
  listActedFor,
  type PeeringRequest,
  parseOutsideSubmitter,
  UNKNOWN_ACCOUNT,
} from '../request/peering-request.ts';
import { formatShortUtc } from './times.ts';

/** Describes who did something, and for whom. An IAM ARN is reduced to its name and account. */
export const describeActor = (actor: Actor): string => {
  const { kind, id } = actor;
  switch (kind) {
    case 'approver':
      return [id, ...describeFor(actor)].join(' ');
    case 'requester':
      return id;
    case 'caller':
      return describeArn(id);
    case 'workflow':
      return 'Peerway';
    case 'rule':
      return describeRule(id);
    case 'outside':
      return id === UNKNOWN_ACCOUNT
        ? 'someone outside Peerway (Peerway doesn’t know in which account)'
        : `someone in account ${id} (outside Peerway)`;
    default:
      return kind satisfies never;
  }
};

/** `(for anna@…, away until 5 Dec, 10:00 UTC)`, or `(also for anna@…, …)` of somebody who decided for themselves too. */
export const describeFor = (actor: Actor): string[] => {
  const others = listActedFor(actor).map(
    ({ person, until }) => `for ${person}, away until ${formatShortUtc(until)}`,
  );
  return others.length > 0 ? [`(${actor.for ? '' : 'also '}${others.join('; ')})`] : [];
};

const describeRule = (id: string): string => {
  if (id.startsWith('repeat_rejection')) return 'a rule of the account, which repeats an earlier rejection';
  if (id === ('active_for' satisfies EndRule)) return 'its end date';
  if (id === ('review' satisfies EndRule)) return 'a review';
  if (id === 'review_unanswered') return 'a rule about unanswered reviews';
  return id.startsWith('auto_accept_from') ? 'an auto-accept rule' : `rule ${id}`;
};

/** ` by someone in account … (outside Peerway)`, or ` at the request of rosa (…)`; nothing where no one is on record. */
export const describeDeletion = (teardown: Decision | undefined, who = describeActor): string =>
  teardown ? ` ${DELETED[teardown.by.kind] ?? 'at the request of'} ${who(teardown.by)}` : '';

const DELETED: Partial<Record<Actor['kind'], string>> = { outside: 'by', rule: 'because of' };

/** Who submitted a request: their verified address, and the name they submitted with if it says more. */
export const describeSubmitter = ({
  submitted_by,
  submitter_address,
}: Pick<PeeringRequest, 'submitted_by' | 'submitter_address'>): string => {
  const outside = parseOutsideSubmitter(submitted_by);
  if (outside) return `somebody in account ${outside}, outside Peerway`;
  const name = describeArn(submitted_by);
  return submitter_address && !name.includes(submitter_address) ? `${submitter_address} (${name})` : name;
};

/**
 * `arn:aws:sts::111111111111:assumed-role/Developer/rosa` → `rosa (Developer, account 111111111111)`, and
 * `jwt:https://login.example.com/#rosa` → `rosa (token from login.example.com/)`.
 */
export const describeArn = (arn: string): string => {
  const [, issuer, subject] = /^jwt:(.*?)#(.+)$/s.exec(arn) ?? [];
  if (subject) return `${subject} (token from ${issuer?.replace(/^https:\/\//, '')})`;
  const member = parseMemberSession(arn);
  if (member) return `${member.name} (account ${member.account_id})`;
  const [, account, path = ''] = /^arn:aws[\w-]*:(?:sts|iam)::(\d{12}):(.+)$/.exec(arn) ?? [];
  if (!account) return arn;
  const [kind, ...names] = path.split('/');
  const name = names.at(-1) ?? path;
  const role = kind === 'assumed-role' ? `${names[0]}, ` : '';
  return `${name} (${role}account ${account})`;
};
