import { styleText } from 'node:util';
import type { RequestStatus } from '../../functions/domain/request/status.ts';
import type { Story } from './story.ts';
import type { Telling } from './telling.ts';
import { dayAndHour } from './timetable.ts';

/** Longer lines tire the eye, and shorter ones leave no room beside the margin. */
const WIDEST = 100;
const NARROWEST = 72;

const GAP = '  ';
const TIME_WIDTH = 'day 1 08:00'.length;
const STORY_WIDTH = 7;
const WHO_WIDTH = 9;
const MARGIN = TIME_WIDTH + STORY_WIDTH + WHO_WIDTH + 3 * GAP.length;

/** Everybody else is a person, or speaks for people. */
const SYSTEM: ReadonlySet<string> = new Set(['API', 'EC2', 'Peerway', 'check', 'mail']);

const ISO_8601 = /\d{4}-\d\d-\d\dT\d\d:\d\d:[\d.]+Z/g;

const STATUS_COLOURS = {
  submitted: 'yellow',
  'pending-acceptance': 'yellow',
  provisioning: 'yellow',
  active: 'green',
  rejected: 'red',
  expired: 'red',
  failed: 'red',
  cancelled: 'gray',
  deleted: 'gray',
} as const satisfies Record<RequestStatus, string>;

export const paintStatus = (status: RequestStatus, text: string = status): string =>
  styleText(['bold', STATUS_COLOURS[status]], text);

export const paintStory = ({ colour, name }: Story, text = name.padEnd(STORY_WIDTH)): string =>
  styleText(colour, text);

/** The length of a line on an output that has so many columns, or, like a file, none. */
export const lineWidth = (columns = WIDEST): number => Math.max(NARROWEST, Math.min(WIDEST, columns));

/**
 * Sets what is told as a timetable: when, which story, who, what. What repeats the line above stands back
 * where there is colour, and stays where there is none, so that every line can be read and found on its own.
 */
export const narrator = (dayOne: Date, width = WIDEST): ((telling: Telling) => string) => {
  let above = '';
  let day = '';
  return ({ at, story, who, text, status, amiss }) => {
    const time = dayAndHour(at, dayOne);
    const today = time.slice(0, -' 08:00'.length);
    const opening = day === '' || day === today ? '' : '\n';
    day = today;
    const repeats = above === time + story.name;
    above = time + story.name;
    const margin = [
      repeats ? styleText('dim', time) : time,
      repeats ? styleText('dim', story.name.padEnd(STORY_WIDTH)) : paintStory(story),
      SYSTEM.has(who) ? who.padEnd(WHO_WIDTH) : styleText('bold', who.padEnd(WHO_WIDTH)),
      '',
    ].join(GAP);
    const timed = text.replaceAll(ISO_8601, (found) => dayAndHour(new Date(found), dayOne));
    const lines = wrap(timed, width - MARGIN).map((line) => {
      if (amiss) return styleText('red', line);
      return status ? line.replace(status, (word) => paintStatus(status, word)) : line;
    });
    return `${opening}${margin}${lines.join(`\n${' '.repeat(MARGIN)}`)}\n`;
  };
};

/** Lines of whole words, and those that the text has of itself; a word alone may be longer. */
const wrap = (text: string, width: number): string[] =>
  text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else {
        line = line ? `${line} ${word}` : word;
      }
    }
    return [...lines, line];
  });
