import { describeFor } from '../../functions/domain/wording/actors.ts';
import { shortenReason } from '../../functions/domain/wording/aws-messages.ts';
import type { Trail, TrailEvent } from '../client/api-types.ts';
import { countOf } from '../views/count-of.ts';
import { bad, faint, good, paintStatus, strong } from '../views/paint.ts';
import { oneLine } from '../views/printable.ts';
import { showTime } from '../views/time.ts';
import type { Verification } from './verify-trail.ts';

/** A trail from its first event to its last, and whether it is valid. */
export const timeline = ({
  id,
  events,
  refused_again,
  verification,
}: Trail & { verification: Verification }): string =>
  [
    `${strong(id)}  audit trail`,
    '',
    ...events.flatMap((event, index) => linesOf(event, index + 1, verification)),
    '',
    ...(refused_again
      ? [faint(`Not on the trail: ${countOf(refused_again, 'more decision')} that came too late.`), '']
      : []),
    ...verdictLines(verification),
  ].join('\n');

/** Whoever damaged an event must not hide the others. */
const linesOf = (event: TrailEvent, place: number, verification: Verification): string[] => {
  try {
    return eventLines(event, place, verification);
  } catch {
    return [bad(`event ${place} can't be shown: ${oneLine(JSON.stringify(event))}`)];
  }
};

const eventLines = (event: TrailEvent, place: number, { broken_at, events }: Verification): string[] => {
  const margin = faint(place === events ? ' ' : '│');
  const mark = place === broken_at ? bad('') : `${faint('●')} `;
  const status = event.from_status === event.to_status ? '' : ` → ${paintStatus(event.to_status)}`;
  const origin = event.source_ip ? [`from ${event.source_ip}`] : [];
  const who = [event.actor.kind, event.actor.id, ...describeFor(event.actor), ...origin].join(' ');
  return [
    `${mark}${showTime(event.at)}  ${strong(oneLine(event.type))}${status}`,
    ...(event.reason ? [`${margin}   ${oneLine(shortenReason(event))}`] : []),
    ...(event.routes ?? []).map(
      ({ route_table_id, destination_cidr_block }) =>
        `${margin}   ${oneLine(`${route_table_id} → ${destination_cidr_block}`)}`,
    ),
    `${margin}   ${faint(oneLine(who))}`,
  ];
};

const verdictLines = ({ valid, events, head, problems }: Verification): string[] =>
  valid
    ? [
        good(
          `Verified on this machine: ${countOf(events, 'event')}, up to the last one that the record names.`,
        ),
        '  Each hash covers its event and all events before it. The API reports the same result.',
        faint(`  head ${head}`),
      ]
    : [
        ...problems.map((problem) => bad(oneLine(problem))),
        "This trail can't be trusted. Save this output, and contact the network team.",
      ];
