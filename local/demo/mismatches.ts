import type { AuditEvent, ChainVerdict } from '../../functions/domain/request/audit.ts';
import type { Email } from '../inbox.ts';
import type { ApiRequest } from './api-client.ts';
import type { ConnectionInEc2 } from './ec2-as-account.ts';
import { shortSubject } from './event-text.ts';
import type { Expected } from './story.ts';

/** How a story ended according to the API, the audit trail, the inbox and EC2. */
export type Outcome = {
  /** Absent, like its trail, if the request could not be submitted. */
  request?: Pick<ApiRequest, 'status' | 'window' | 'decision' | 'failure'>;
  trail?: {
    events: readonly Pick<AuditEvent, 'type' | 'reason' | 'from_status' | 'to_status'>[];
    chain: ChainVerdict;
  };
  mails: readonly Pick<Email, 'subject' | 'at'>[];
  /** The connection in EC2 when the request ended. Absent if it hasn't ended or EC2 shows no connection. */
  ec2: ConnectionInEc2 | undefined;
  /** What failed while the story ran. */
  problems: readonly string[];
};

/** Returns a sentence for each difference between the expected and the actual outcome. */
export const findMismatches = (expected: Expected, outcome: Outcome): string[] => {
  const { request, trail, mails, ec2, problems } = outcome;
  if (!request || !trail) return [...problems, 'The request was not submitted.'];
  const { events, chain } = trail;
  const createdId = events.find(({ type }) => type === 'connection-created')?.reason;
  const sentMails = events.filter(({ type }) => type === 'mail-sent').length;
  const gap = events.findIndex(
    ({ from_status }, index) => from_status !== (events[index - 1]?.to_status ?? null),
  );
  return [
    ...problems,
    ...compare('Status in the API', request.status, expected.status),
    ...compare('Status in EC2', ec2?.status, expected.status),
    ...compare('Status in the audit trail', events.at(-1)?.to_status, expected.status),
    ...compare('Connection in the audit trail', createdId, ec2?.id),
    ...compare('Decision', formatDecision(request.decision), formatDecision(expected.decision)),
    ...compare(
      'Reminders',
      formatReminders(remindersIn(mails, request)),
      formatReminders(expected.reminders),
    ),
    ...(expected.failed_for && !request.failure?.message.includes(expected.failed_for)
      ? [`The request has no failure message with "${expected.failed_for}".`]
      : []),
    ...(chain.valid ? [] : [`The hash chain of the audit trail is broken: ${chain.reason}.`]),
    ...(gap < 0
      ? []
      : [`Event ${gap + 1} does not begin with the status that the event before it ended with.`]),
    ...(sentMails === mails.length
      ? []
      : [`The audit trail has ${sentMails} sent emails, but the inbox has ${mails.length}.`]),
  ];
};

const compare = (what: string, actual = 'none', expected = 'none'): string[] =>
  actual === expected ? [] : [`${what}: expected ${expected}, got ${actual}.`];

const DECIDED = { accept: 'accepted', reject: 'rejected', cancel: 'withdrawn' } as const;

export const formatDecision = (decision: Expected['decision'] | null): string =>
  decision ? `${DECIDED[decision.kind]} by ${decision.by.id}` : 'none';

const formatReminders = (hours: readonly number[]): string =>
  hours.length > 0 ? `${hours.join(', ')} hours before the deadline` : 'none';

/** How many hours before EC2's deadline reminders were sent. */
const remindersIn = (mails: Outcome['mails'], { window }: Pick<ApiRequest, 'window'>): number[] => {
  const deadline = window ? Date.parse(window.expires_at) : Number.NaN;
  const reminders = mails.filter((mail) => shortSubject(mail).includes('(reminder '));
  return [...new Set(reminders.map(({ at }) => Math.round((deadline - at * 1000) / 3_600_000)))];
};
