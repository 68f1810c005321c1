import type { AuditEvent } from '../../../functions/domain/request/audit.ts';
import type { PeeringRequest } from '../../../functions/domain/request/peering-request.ts';
import { isOpen } from '../../../functions/domain/request/status.ts';
import { capitalize, describeStatus } from '../../../functions/domain/wording/statuses.ts';
import type { Evidence } from '../evidence.ts';
import type { ReceivedMail } from '../mailbox.ts';

/** By then a request that waits has asked its approvers, whatever failed on the way: three sweeps. */
const ASKED_WITHIN_MS = 45 * 60_000;

/** 5. Each person gets each mail once at least and at most once more per fault, and none after the end but the outcome. */
export const mailsOnce = (
  evidence: Evidence,
  approvers: readonly string[],
  wasAway: (person: string) => boolean = () => false,
): string[] => [
  ...atLeastOnce(evidence),
  ...approversAsked(evidence, approvers),
  ...outcomeTold(evidence, wasAway),
  ...atMostOncePerFault(evidence),
  ...noneAfterTheEnd(evidence),
];

/** `approval to anna@analytics.example` */
const mailOf = ({ reason = '' }: AuditEvent) => {
  const [kind = '', to = ''] = reason.split(' to ');
  return { kind, to };
};

const sentOf = (events: readonly AuditEvent[]) =>
  events.filter(({ type }) => type === 'mail-sent').map(mailOf);

const atLeastOnce = ({ events, mails }: Evidence): string[] => {
  const counts = Map.groupBy(sentOf(events), ({ to }) => to);
  return [...counts].flatMap(([to, sent]) => {
    const got = mails.filter((mail) => mail.to === to).length;
    return got < sent.length ? [`${to} got ${got} mails, and the trail tells of ${sent.length}`] : [];
  });
};

/** Of an active connection, more time is to be decided, or its end is announced. */
const asksToDecide = ({ subject, text }: ReceivedMail): boolean =>
  text.includes('/decisions/') && !/^(?:More time\?|Ends) /.test(subject);

const endOf = ({ events }: Evidence): number => {
  const end = events.find(({ to_status }) => !isOpen(to_status));
  return end ? Date.parse(end.at) : Number.POSITIVE_INFINITY;
};

const approversAsked = (evidence: Evidence, approvers: readonly string[]): string[] => {
  const { record, mails, events } = evidence;
  const opened = events.find(({ to_status }) => to_status === 'pending-acceptance');
  if (!opened) return [];
  const decided = Date.parse(record.decision?.at ?? '9999-01-01T00:00:00Z');
  const waited = Math.min(decided, endOf(evidence), evidence.at.getTime()) - Date.parse(opened.at);
  if (waited < ASKED_WITHIN_MS) return [];
  return approvers
    .filter((to) => !mails.some((mail) => mail.to === to && asksToDecide(mail)))
    .map((to) => `${to} was never asked`);
};

/** An active connection whose VPCs are to be connected says how far they are. */
const headlinesOf = ({ status, connect }: PeeringRequest): string[] => [
  capitalize(describeStatus(status)),
  ...(status === 'active' && connect ? ['Connected', 'Finish connecting'] : []),
];

const outcomeTold = ({ record, events, mails }: Evidence, wasAway: (person: string) => boolean): string[] => {
  if (isOpen(record.status)) return [];
  if (record.concluded_as !== record.status) {
    return [`it is ${record.status}, and people were told of ${record.concluded_as ?? 'nothing'}`];
  }
  const sent = sentOf(events);
  const asked = new Set(sent.filter(({ kind }) => kind === 'approval').map(({ to }) => to));
  const concerned = [...(record.contact_email ? [record.contact_email] : []), ...asked];
  return (
    concerned
      .filter((to) => !wasAway(to))
      // Who decided just that knows it.
      .filter(
        (to) => to !== record.decision?.by.id || record.status === 'expired' || record.status === 'deleted',
      )
      .filter(
        (to) =>
          !mails.some(
            (mail) =>
              mail.to === to &&
              headlinesOf(record).some((headline) => mail.subject.startsWith(`${headline}: `)),
          ),
      )
      .map((to) => `${to} was never told that it is ${record.status}`)
  );
};

/** The network team hears of a stuck request once a day. */
const nameOf = ({ to, subject, at }: ReceivedMail): string =>
  `${to}: ${subject}${subject.startsWith('Investigate stuck request') ? `, on ${at.toISOString().slice(0, 10)}` : ''}`;

/** Mails of one subject that are about different things: the requests for more time, what is left until one end, removals. */
const REPEATED: readonly [subject: RegExp, kind: RegExp][] = [
  [/^More time\? /, /^extension-\d+$/],
  [/^(?:No m|M)ore time: /, /^extension-\d+-decided$/],
  [/^Ends /, /^end-/],
  [/^Removal on /, /^removal-/],
  [/^Removal withdrawn: /, /^kept-/],
];

/** How many of a subject the trail tells apart. */
const countWanted = ({ to, subject }: ReceivedMail, events: readonly AuditEvent[]): number => {
  const of = REPEATED.find(([pattern]) => pattern.test(subject))?.[1];
  if (!of) return 1;
  const kinds = sentOf(events).flatMap((sent) => (sent.to === to && of.test(sent.kind) ? sent.kind : []));
  return Math.max(1, new Set(kinds).size);
};

const atMostOncePerFault = ({ mails, events, faults }: Evidence): string[] => {
  const same = Map.groupBy(mails, nameOf);
  const excess = [...same].flatMap(([mail, copies]) => {
    const more = copies.length - countWanted(copies[0] as ReceivedMail, events);
    return more > 0 ? [{ mail, more }] : [];
  });
  const more = excess.reduce((sum, each) => sum + each.more, 0);
  return more > faults
    ? [
        `${more} mails too many for ${faults} faults: ${excess.map(({ mail, more }) => `${more} of ${mail}`).join(', ')}`,
      ]
    : [];
};

/** A mail that SES was asked for before the end, and sent after it, is nobody's fault. */
const noneAfterTheEnd = (evidence: Evidence): string[] => {
  const end = endOf(evidence);
  const tooLate = evidence.mails.filter((mail) => asksToDecide(mail) && mail.at.getTime() > end);
  const asked = evidence.belatedMails.filter((at) => at.getTime() <= end);
  if (tooLate.length <= asked.length) return [];
  return tooLate.map(
    ({ to, subject, at }) => `${to} was asked at ${at.toISOString()}, after the end: ${subject}`,
  );
};
