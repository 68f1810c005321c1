import type { AuditEvent } from '../../functions/domain/request/audit.ts';
import type { Email } from '../inbox.ts';
import type { ApiRequest } from './api-client.ts';
import { describeEvent, describeMail, domainOf, shortSubject } from './event-text.ts';
import type { NarratedLine } from './narrated-line.ts';
import type { Story } from './story.ts';

export type Records = { events: readonly AuditEvent[]; request: ApiRequest; mails: readonly Email[] };

/**
 * Narrates the events from an index on. An email's subject comes from the inbox, but its place comes from the trail,
 * because the inbox has its time only to the second.
 */
export const narrateTrail = (
  story: Story,
  from: number,
  { events, request, mails }: Records,
): NarratedLine[] => {
  const narration: NarratedLine[] = [];
  let group: { subject: string; to: string[] } | undefined;
  for (const [index, event] of events.entries()) {
    if (index < from) continue;
    const at = new Date(event.at);
    if (event.type !== 'mail-sent') {
      group = undefined;
      narration.push({ at, story, ...describeEvent(event, request) });
      continue;
    }
    const to = recipientOf(event);
    const mail = mailsTo(mails, to)[countMails(events.slice(0, index), to)];
    if (!mail) {
      const text = `→ ${to}: the trail records an email that isn't in the inbox`;
      narration.push({ at, story, who: 'email', text, isError: true });
    } else if (group?.subject === shortSubject(mail) && domainOf(group.to[0] ?? '') === domainOf(to)) {
      // Colleagues who got the same email share a line.
      group.to.push(to);
      narration.splice(-1, 1, { at, story, ...describeMail(group.subject, group.to) });
    } else {
      group = { subject: shortSubject(mail), to: [to] };
      narration.push({ at, story, ...describeMail(group.subject, group.to) });
    }
  }
  return narration;
};

/** The event's reason is like `approval to anna@analytics.example`. */
const recipientOf = ({ reason = '' }: AuditEvent): string => reason.slice(reason.lastIndexOf(' ') + 1);

const mailsTo = (mails: readonly Email[], to: string): Email[] =>
  mails.filter(({ destination }) => destination.to.includes(to));

const countMails = (events: readonly AuditEvent[], to: string): number =>
  events.filter((event) => event.type === 'mail-sent' && recipientOf(event) === to).length;
