import { styleText } from 'node:util';
import { paintStatus, paintStory } from './narrator.ts';
import type { Story } from './story.ts';
import { decisionText, type Found } from './verdict.ts';

export type Judged = { story: Story; found: Found; disagreements: readonly string[] };

type Cell = { text: string; isNumber?: true; paint?: (text: string) => string };

const HEADINGS: readonly Cell[] = [
  { text: 'story' },
  { text: 'ended as' },
  { text: 'EC2 says' },
  { text: 'decision' },
  { text: 'events', isNumber: true },
  { text: 'chain' },
  { text: 'verdict' },
];
const GAP = '  ';

/** The week as a table, one story in a row. */
export const summary = (judged: readonly Judged[]): string => {
  const rows = [HEADINGS, ...judged.map(row)];
  const widths = HEADINGS.map((_, column) =>
    Math.max(...rows.map((cells) => cells[column]?.text.length ?? 0)),
  );
  const lines = rows.map((cells) =>
    cells
      .map((cell, column) => set(cell, widths[column] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
  const rule = widths.map((width) => '─'.repeat(width)).join(GAP);
  return `${[lines[0], styleText('dim', rule), ...lines.slice(1)].join('\n')}\n`;
};

/** Padded before it is painted: what colours a text adds to its length and not to its width. */
const set = ({ text, isNumber, paint = String }: Cell, width: number): string => {
  const padding = ' '.repeat(width - text.length);
  return isNumber ? padding + paint(text) : paint(text) + padding;
};

const row = ({ story, found, disagreements }: Judged): Cell[] => {
  const { request, ec2, trail } = found;
  const asTold = disagreements.length === 0;
  return [
    { text: story.name, paint: (text) => paintStory(story, text) },
    {
      text: request?.status ?? 'never begun',
      ...(request && { paint: (text) => paintStatus(request.status, text) }),
    },
    { text: ec2?.status ?? '–' },
    { text: request?.decision ? decisionText(request.decision) : '–' },
    { text: String(trail?.events.length ?? 0), isNumber: true },
    { text: trail ? (trail.chain.valid ? 'ok' : 'broken') : '–' },
    {
      text: asTold ? 'as told' : 'not as told',
      paint: (text) => styleText(['bold', asTold ? 'green' : 'red'], text),
    },
  ];
};
