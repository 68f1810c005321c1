import type { Operation } from './operations.ts';

/** An operation's times and units in each table, from the smallest to the largest. */
export type Line = { operation: Operation; times: readonly number[]; units: readonly number[] };

const WIDTH = 720;
const HEIGHT = 400;
const PLOT = { left: 64, right: 536, top: 66, bottom: 340 };
const TOP_RATIO = 1.5;
const AIM = 1.1;
const LABEL_HEIGHT = 38;

/** Colors that also differ in lightness, and are legible on white and on black. */
const COLORS = ['#0072b2', '#d55e00', '#009e73', '#b86b9a'];

const STYLE = `
    text { font: 13px system-ui, sans-serif; fill: #333 }
    .title { font-size: 16px; font-weight: 600 }
    .grid { stroke: #999; stroke-opacity: .35 }
    .aim { stroke: #777; stroke-dasharray: 5 4 }
    @media (prefers-color-scheme: dark) { text { fill: #ddd } }`;

/** A chart of the time, as a ratio to the smallest table's, over the logarithm of the number of requests. */
export const growthChart = (sizes: readonly number[], lines: readonly Line[]): string => {
  const smallest = Math.log10(sizes[0] ?? 1);
  const largest = Math.log10(sizes.at(-1) ?? 10);
  const x = (size: number): number =>
    PLOT.left + ((Math.log10(size) - smallest) / (largest - smallest)) * (PLOT.right - PLOT.left);
  const y = (ratio: number): number =>
    PLOT.bottom - (Math.min(ratio, TOP_RATIO) / TOP_RATIO) * (PLOT.bottom - PLOT.top);
  const text = (atX: number, atY: number, words: string, more = ''): string =>
    `<text x="${round(atX)}" y="${round(atY)}"${more}>${words}</text>`;
  const middle = ' text-anchor="middle"';
  const end = ' text-anchor="end"';

  const grid = [0, 0.5, 1, TOP_RATIO].flatMap((ratio) => [
    `<line class="grid" x1="${PLOT.left}" x2="${PLOT.right}" y1="${round(y(ratio))}" y2="${round(y(ratio))}"/>`,
    text(PLOT.left - 8, y(ratio) + 4, ratio.toFixed(1), end),
  ]);
  const ticks = sizes.map((size) => text(x(size), PLOT.bottom + 20, size.toLocaleString('en-US'), middle));
  const label = (index: number): number => PLOT.top + 24 + index * LABEL_HEIGHT;
  const drawn = lines.flatMap(({ operation, times, units }, index) => {
    const color = COLORS[index % COLORS.length];
    const points = ratiosOf(times).map((ratio, place) => [x(sizes[place] ?? 1), y(ratio)] as const);
    return [
      `<polyline fill="none" stroke="${color}" stroke-width="2.5" points="${points.map((point) => point.map(round).join(',')).join(' ')}"/>`,
      ...points.map(([cx, cy]) => `<circle fill="${color}" r="4" cx="${round(cx)}" cy="${round(cy)}"/>`),
      `<rect fill="${color}" x="${PLOT.right + 14}" y="${round(label(index) - 9)}" width="10" height="10"/>`,
      text(PLOT.right + 30, label(index), operation),
      text(
        PLOT.right + 30,
        label(index) + 15,
        `units: ${units.at(-1)}, ×${(ratiosOf(units).at(-1) ?? 1).toFixed(2)}`,
      ),
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Time of four operations in ever larger tables, as ratios to the smallest">`,
    `  <style>${STYLE}\n  </style>`,
    ...[
      text(PLOT.left, 26, 'Time in ever larger tables', ' class="title"'),
      text(PLOT.left, 46, 'in times that of the smallest'),
      ...grid,
      `<line class="aim" x1="${PLOT.left}" x2="${PLOT.right}" y1="${round(y(AIM))}" y2="${round(y(AIM))}"/>`,
      text(PLOT.left + 6, y(AIM) - 6, `aim: at most ${AIM}`),
      ...ticks,
      text((PLOT.left + PLOT.right) / 2, PLOT.bottom + 44, 'requests in the table', middle),
      ...drawn,
    ].map((element) => `  ${element}`),
    '</svg>',
    '',
  ].join('\n');
};

const round = (value: number): number => Math.round(value * 10) / 10;

const ratiosOf = (values: readonly number[]): number[] => values.map((value) => value / (values[0] ?? 1));
