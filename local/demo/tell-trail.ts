import type { AuditEvent } from '../../functions/domain/request/audit.ts';
import type { Email } from '../inbox.ts';
import type { RequestAnswer } from './front-door.ts';
import type { Story } from './story.ts';
import type { Telling } from './telling.ts';
import { domainOf, subjectOf, wordEvent, wordMail } from './wording.ts';

/** What a request's trail and the inbox hold of it. */
export type Records = { events: readonly AuditEvent[]; request: RequestAnswer; mails: readonly Email[] };

/**
 * Tells the events from an index on. Mails are told as the inbox has them, and in the place that the trail
 * gives them: the inbox knows their time by the second only.
 */
export const tellTrail = (story: Story, from: number, { events, request, mails }: Records): Telling[] => {
  const tellings: Telling[] = [];
  let group: { subject: string; to: string[] } | undefined;
  for (const [index, event] of events.entries()) {
    if (index < from) continue;
    const at = new Date(event.at);
    if (event.type !== 'mail-sent') {
      group = undefined;
      tellings.push({ at, story, ...wordEvent(event, request) });
      continue;
    }
    const to = addresseeOf(event);
    const mail = mailsTo(mails, to)[timesMailed(events.slice(0, index), to)];
    if (!mail) {
      const text = `→ ${to}: the trail tells of a mail that the inbox does not have`;
      tellings.push({ at, story, who: 'mail', text, amiss: true });
    } else if (group?.subject === subjectOf(mail) && domainOf(group.to[0] ?? '') === domainOf(to)) {
      // One line for colleagues who got the same.
      group.to.push(to);
      tellings.splice(-1, 1, { at, story, ...wordMail(group.subject, group.to) });
    } else {
      group = { subject: subjectOf(mail), to: [to] };
      tellings.push({ at, story, ...wordMail(group.subject, group.to) });
    }
  }
  return tellings;
};

/** The trail says `approval to anna@analytics.example`. */
const addresseeOf = ({ reason = '' }: AuditEvent): string => reason.slice(reason.lastIndexOf(' ') + 1);

const mailsTo = (mails: readonly Email[], to: string): Email[] =>
  mails.filter(({ destination }) => destination.to.includes(to));

const timesMailed = (events: readonly AuditEvent[], to: string): number =>
  events.filter((event) => event.type === 'mail-sent' && addresseeOf(event) === to).length;
