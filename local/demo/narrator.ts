import { styleText } from 'node:util';
import type { RequestStatus } from '../../functions/domain/request/status.ts';
import type { NarratedLine } from './narrated-line.ts';
import type { Story } from './story.ts';
import { formatDayAndHour } from './timetable.ts';

const WIDEST = 100;
const NARROWEST = 72;

const GAP = '  ';
const TIME_WIDTH = 'day 1 08:00'.length;
const STORY_WIDTH = 7;
const WHO_WIDTH = 9;
const MARGIN = TIME_WIDTH + STORY_WIDTH + WHO_WIDTH + 3 * GAP.length;

/** Everyone else is a person or an account, and is shown in bold. */
const SYSTEM_NAMES: ReadonlySet<string> = new Set(['API', 'EC2', 'Peerway', 'check', 'email']);

const ISO_8601 = /\d{4}-\d\d-\d\dT\d\d:\d\d:[\d.]+Z/g;

const STATUS_COLORS = {
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
  styleText(['bold', STATUS_COLORS[status]], text);

export const paintStory = ({ color, name }: Story, text = name.padEnd(STORY_WIDTH)): string =>
  styleText(color, text);

/** The line length for an output with this many columns. A file or pipe has no columns. */
export const lineWidth = (columns = WIDEST): number => Math.max(NARROWEST, Math.min(WIDEST, columns));

/**
 * Formats each line as a row: when, which story, who, what. A time and story that repeat the row above are dimmed,
 * not left out, so that every line can be read and searched on its own without colors.
 */
export const narrator = (dayOne: Date, width = WIDEST): ((line: NarratedLine) => string) => {
  let previous = '';
  let day = '';
  return ({ at, story, who, text, status, isError }) => {
    const time = formatDayAndHour(at, dayOne);
    const today = time.slice(0, -' 08:00'.length);
    const blankLine = day === '' || day === today ? '' : '\n';
    day = today;
    const repeats = previous === time + story.name;
    previous = time + story.name;
    const margin = [
      repeats ? styleText('dim', time) : time,
      repeats ? styleText('dim', story.name.padEnd(STORY_WIDTH)) : paintStory(story),
      SYSTEM_NAMES.has(who) ? who.padEnd(WHO_WIDTH) : styleText('bold', who.padEnd(WHO_WIDTH)),
      '',
    ].join(GAP);
    const withDays = text.replaceAll(ISO_8601, (found) => formatDayAndHour(new Date(found), dayOne));
    const lines = wrap(withDays, width - MARGIN).map((line) => {
      if (isError) return styleText('red', line);
      return status ? line.replace(status, (word) => paintStatus(status, word)) : line;
    });
    return `${blankLine}${margin}${lines.join(`\n${' '.repeat(MARGIN)}`)}\n`;
  };
};

/** Wraps the text between words and keeps its own line breaks. A single long word may exceed the width. */
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
