import ical, { ICalAlarmType, ICalCalendarMethod, ICalEventTransparency } from 'ical-generator';
import { getAccountNames } from '../wording/account-names.ts';
import { formatUtc } from '../wording/times.ts';
import { type MailContext, shortPair } from './parts.ts';
import type { Attachment } from './ports.ts';

const HALF_AN_HOUR_MS = 30 * 60_000;
const DAY_SECONDS = 86_400;

/**
 * The deadline as a calendar entry (RFC 5545), which ends with it. It has no link: calendars are shared, and a link
 * to decide is for one person.
 */
export const deadlineCalendar = (context: MailContext): Attachment[] => {
  const { id, opened_at, expires_at } = context.request;
  if (!expires_at) return [];
  const end = new Date(expires_at);
  const calendar = ical({
    prodId: { company: 'Peerway', product: 'Peerway' },
    method: ICalCalendarMethod.PUBLISH,
    events: [
      {
        id: `${id}@peerway`,
        stamp: new Date(opened_at ?? expires_at),
        start: new Date(end.getTime() - HALF_AN_HOUR_MS),
        end,
        summary: `Deadline to approve: ${shortPair(getAccountNames(context))}`,
        description: `Accept or reject request ${id} before ${formatUtc(expires_at)}. The link is in your email. If the request was decided in the meantime, you don’t need to do anything.`,
        transparency: ICalEventTransparency.TRANSPARENT,
        alarms: [{ type: ICalAlarmType.display, triggerBefore: DAY_SECONDS }],
      },
    ],
  });
  return [
    {
      name: 'deadline.ics',
      content_type: 'text/calendar; charset=utf-8; method=PUBLISH',
      content: calendar.toString(),
    },
  ];
};
