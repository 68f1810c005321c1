import type { AuditEvent, ChainVerdict } from '../../functions/domain/request/audit.ts';
import type { Email } from '../inbox.ts';
import type { ConnectionInEc2 } from './ec2-as-account.ts';
import type { RequestAnswer } from './front-door.ts';
import type { Expected } from './story.ts';
import { subjectOf } from './wording.ts';

/** What API, trail, inbox and EC2 say of a story in the end. */
export type Found = {
  /** Absent, like its trail, when it could not be submitted. */
  request?: Pick<RequestAnswer, 'status' | 'window' | 'decision' | 'failure'>;
  trail?: {
    events: readonly Pick<AuditEvent, 'type' | 'reason' | 'from_status' | 'to_status'>[];
    chain: ChainVerdict;
  };
  mails: readonly Pick<Email, 'subject' | 'at'>[];
  /** EC2's answer when the story ended; absent while it has not, or where EC2 shows nothing. */
  ec2: ConnectionInEc2 | undefined;
  /** What could not be done or seen on the way. */
  troubles: readonly string[];
};

/** Everything that is not as told, in a sentence each; none when all is. */
export const disagreements = (expected: Expected, found: Found): string[] => {
  const { request, trail, mails, ec2, troubles } = found;
  if (!request || !trail) return [...troubles, 'There is no request.'];
  const { events, chain } = trail;
  const created = events.find(({ type }) => type === 'connection-created')?.reason;
  const mailed = events.filter(({ type }) => type === 'mail-sent').length;
  const gap = events.findIndex(
    ({ from_status }, index) => from_status !== (events[index - 1]?.to_status ?? null),
  );
  return [
    ...troubles,
    ...compare('The API', request.status, expected.status),
    ...compare('EC2', ec2?.status, expected.status),
    ...compare('The trail', events.at(-1)?.to_status, expected.status),
    ...compare('The trail', created, ec2?.id),
    ...compare('The record', decisionText(request.decision), decisionText(expected.decision)),
    ...compare('The inbox', reminderText(remindersIn(mails, request)), reminderText(expected.reminders)),
    ...(expected.failed_for && !request.failure?.message.includes(expected.failed_for)
      ? [`The record does not say that it failed for "${expected.failed_for}".`]
      : []),
    ...(chain.valid ? [] : [`The chain of the trail is broken: ${chain.reason}.`]),
    ...(gap < 0 ? [] : [`Event ${gap + 1} does not begin where the one before it ended.`]),
    ...(mailed === mails.length ? [] : [`The trail tells of ${mailed} mails, the inbox of ${mails.length}.`]),
  ];
};

const compare = (speaker: string, says = 'nothing', told = 'nothing'): string[] =>
  says === told ? [] : [`${speaker} says ${says}, not ${told}.`];

export const decisionText = (decision: Expected['decision'] | null): string =>
  decision ? `${decision.kind} by ${decision.by.id}` : 'no decision';

const reminderText = (hours: readonly number[]): string =>
  hours.length > 0 ? `reminders ${hours.join(', ')} hours before the end` : 'no reminder';

/** Hours before the window's end at which reminders went out, by their own time and EC2's. */
const remindersIn = (mails: Found['mails'], { window }: Pick<RequestAnswer, 'window'>): number[] => {
  const end = window ? Date.parse(window.expires_at) : Number.NaN;
  const reminders = mails.filter((mail) => subjectOf(mail).startsWith('Reminder'));
  return [...new Set(reminders.map(({ at }) => Math.round((end - at * 1000) / 3_600_000)))];
};
