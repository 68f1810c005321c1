import type * as z from 'zod/mini';
import type { DirectoryChange } from '../../functions/domain/directory/history.ts';
import type { ChainVerdict } from '../../functions/domain/request/audit.ts';
import type { directoryEvent } from '../../functions/edge/contract/directory.ts';
import { changeView } from '../../functions/edge/directory-view.ts';
import { countOf } from './count-of.ts';
import { changeText } from './directory-plan.ts';
import { bad, faint, good } from './paint.ts';
import { showTime } from './time.ts';

export type DirectoryEvent = z.infer<typeof directoryEvent>;

export type DirectoryHistory = { events: DirectoryEvent[]; verification: ChainVerdict | null };

/** The oldest change first, so that the latest is above the prompt. */
export const historyText = ({ events, verification }: DirectoryHistory): string =>
  [
    ...(events.length === 0 ? ['No changes are on record.'] : events.map(eventText)),
    ...(verification ? [verdictText(verification)] : []),
  ].join('\n\n');

const eventText = ({ version, at, actor, source_ip, changes }: DirectoryEvent): string => {
  const from = source_ip ? ` from ${source_ip}` : '';
  return [
    faint(`${showTime(at)}  version ${version}  ${actor.id}${from}`),
    ...changes.map((change) => changeText(changeView(change as DirectoryChange))),
  ].join('\n');
};

const verdictText = (verdict: ChainVerdict): string =>
  verdict.valid
    ? good(`The history is complete and unchanged: ${countOf(verdict.events, 'event')}.`)
    : bad(`The history isn't valid from event ${verdict.sequence} on: ${verdict.reason}.`);
