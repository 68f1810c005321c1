import { html } from 'hono/html';
import type { PeeringRequest } from '../../domain/request/peering-request.ts';
import { utcFormat } from '../../domain/wording/times.ts';
import type { Html } from '../../edge/page-handler.ts';

const DAY_MS = 86_400_000;

/** A window that ends sooner than this is drawn as late. */
const LATE_MS = DAY_MS;

/** The width of a bar's picture in its own units. The browser stretches it to the available width. */
const UNITS = 1000;

/** The period that all bars share. */
export type Axis = { from: number; until: number; now: number };

export const axisOf = (requests: readonly PeeringRequest[], now: Date): Axis => {
  const starts = requests.map(({ opened_at, created_at }) => Date.parse(opened_at ?? created_at));
  const ends = requests.flatMap(({ expires_at }) => (expires_at ? [Date.parse(expires_at)] : []));
  const from = Math.min(now.getTime() - DAY_MS, ...starts);
  return { from, until: Math.max(now.getTime() + DAY_MS, ...ends), now: now.getTime() };
};

const place = (time: number, { from, until }: Axis): number =>
  Math.round(((Math.min(Math.max(time, from), until) - from) / (until - from)) * UNITS);

/** The past and the remaining part of a window, and the current time. The row has the same as text. */
export const bar = (
  { opened_at, created_at, expires_at, status }: PeeringRequest,
  axis: Axis,
  isStuck: boolean,
): Html => {
  const start = place(Date.parse(opened_at ?? created_at), axis);
  const now = place(axis.now, axis);
  const end = expires_at ? place(Date.parse(expires_at), axis) : now;
  const isLate = status === 'pending-acceptance' && expires_at && Date.parse(expires_at) - axis.now < LATE_MS;
  const tone = isStuck ? 'is-stuck' : isLate ? 'is-late' : '';
  const middle = Math.min(now, end);
  return html`<svg class="window ${tone}" viewBox="0 0 ${UNITS} 20" preserveAspectRatio="none" aria-hidden="true" focusable="false">
    <rect class="track" x="0" y="8" width="${UNITS}" height="4"/>
    <rect class="gone" x="${start}" y="3" width="${Math.max(4, middle - start)}" height="14"/>
    <rect class="left" x="${middle}" y="3" width="${Math.max(0, end - middle)}" height="14"/>
    <rect class="now" x="${now - 1}" y="0" width="2" height="20"/>
  </svg>`;
};

const day = utcFormat({ weekday: 'short', day: 'numeric', month: 'short' });

/** A script writes it as in the reader's zone. */
const date = (time: number): Html =>
  html`<tspan data-date="${new Date(time).toISOString()}">${day(new Date(time))}</tspan>`;

/** The labels of the period's start, its end and the current time. */
export const scale = (axis: Axis): Html => {
  const now = Math.round(place(axis.now, axis) / 10);
  return html`<svg class="scale" aria-hidden="true" focusable="false">
    <text x="0" y="15" class="${now > 42 ? '' : 'wide'}">${now > 22 ? date(axis.from) : ''}</text>
    <text x="${now}%" y="15" text-anchor="${now > 78 ? 'end' : now < 22 ? 'start' : 'middle'}" class="is-now">now, ${date(axis.now)}</text>
    <text x="100%" y="15" text-anchor="end" class="${now < 58 ? '' : 'wide'}">${now < 78 ? date(axis.until) : ''}</text>
  </svg>`;
};

export const BOARD_STYLE = `
.tabs { display: flex; gap: 1.5rem; margin: 0 0 1rem; border-bottom: 1px solid var(--line); }
.tabs a { padding: .75rem 0; font-weight: 600; }
.tabs [aria-current] { color: var(--ink); text-decoration: none; box-shadow: inset 0 -3px var(--ink); }
.filters { display: grid; gap: .75rem; margin: 0 0 1rem; }
.filters input, .filters select, .filters button { height: 2.875rem; }
@media (min-width: 40rem) { .filters { grid-template-columns: 1fr 1fr auto; align-items: end; } }
.pages { display: flex; justify-content: space-between; gap: 1rem; }
.pages a { padding: .75rem 0; font-weight: 600; }
.pages a:last-child { margin-inline-start: auto; }
.board { padding-block: .5rem; }
.board ol { list-style: none; margin: 0; padding: 0; }
.board li { display: grid; gap: .375rem .75rem; padding: .875rem 0; margin: 0; border-top: 1px solid var(--line); }
.board h2, .board p { margin: 0; }
.board .scale { display: block; width: 100%; height: 1.5rem; overflow: visible; }
.scale text { font: .8125rem system-ui, -apple-system, "Segoe UI", Roboto, "Open Sans", Helvetica, Arial, sans-serif; fill: var(--soft); }
@media (max-width: 39.99rem) { .scale .wide { display: none; } }
.scale .is-now { font-weight: 600; fill: var(--ink); }
.window { display: block; width: 100%; height: 1.25rem; margin: 0 0 .25rem; }
.window .track { fill: var(--line); }
.window .gone { fill: var(--bar-past); }
.window .left { fill: var(--bar); }
.window.is-late .left { fill: var(--bar-late); }
.window.is-stuck .left, .window.is-stuck .gone { fill: var(--bar-stuck); }
.window .now { fill: var(--ink); }
.chips { display: flex; flex-wrap: wrap; align-items: start; align-content: start; gap: .375rem; }
.chips .chip { white-space: normal; }
@media (min-width: 60rem) {
  .board li { grid-template: auto 1fr / 19rem minmax(0, 1fr); }
  .board .chips { grid-column: 2; }
  .board .who { grid-row: 1 / span 2; }
  .board .scale { width: calc(100% - 19.75rem); margin-inline-start: 19.75rem; }
}
`;
