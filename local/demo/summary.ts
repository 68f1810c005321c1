import { styleText } from 'node:util';
import { formatDecision, type Outcome } from './mismatches.ts';
import { paintStatus, paintStory } from './narrator.ts';
import type { Story } from './story.ts';

export type StoryResult = { story: Story; outcome: Outcome; mismatches: readonly string[] };

type Cell = { text: string; isNumber?: true; paint?: (text: string) => string };

const HEADINGS: readonly Cell[] = [
  { text: 'story' },
  { text: 'status' },
  { text: 'in EC2' },
  { text: 'decision' },
  { text: 'events', isNumber: true },
  { text: 'hash chain' },
  { text: 'result' },
];
const GAP = '  ';

/** A table with a row for each story. */
export const summary = (results: readonly StoryResult[]): string => {
  const rows = [HEADINGS, ...results.map(row)];
  const widths = HEADINGS.map((_, column) =>
    Math.max(...rows.map((cells) => cells[column]?.text.length ?? 0)),
  );
  const lines = rows.map((cells) =>
    cells
      .map((cell, column) => formatCell(cell, widths[column] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
  const rule = widths.map((width) => '─'.repeat(width)).join(GAP);
  return `${[lines[0], styleText('dim', rule), ...lines.slice(1)].join('\n')}\n`;
};

/** Pads the text before it is colored, because color codes add to its length but not to its width. */
const formatCell = ({ text, isNumber, paint = String }: Cell, width: number): string => {
  const padding = ' '.repeat(width - text.length);
  return isNumber ? padding + paint(text) : paint(text) + padding;
};

const row = ({ story, outcome, mismatches }: StoryResult): Cell[] => {
  const { request, ec2, trail } = outcome;
  const isAsExpected = mismatches.length === 0;
  return [
    { text: story.name, paint: (text) => paintStory(story, text) },
    {
      text: request?.status ?? 'not submitted',
      ...(request && { paint: (text) => paintStatus(request.status, text) }),
    },
    { text: ec2?.status ?? '–' },
    { text: request?.decision ? formatDecision(request.decision) : '–' },
    { text: String(trail?.events.length ?? 0), isNumber: true },
    { text: trail ? (trail.chain.valid ? 'valid' : 'broken') : '–' },
    {
      text: isAsExpected ? 'as expected' : 'not as expected',
      paint: (text) => styleText(['bold', isAsExpected ? 'green' : 'red'], text),
    },
  ];
};
