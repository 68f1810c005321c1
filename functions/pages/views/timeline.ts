import { html } from 'hono/html';
import type { Html } from '../../edge/page-handler.ts';
import { moment } from './parts.ts';
import type { Mark } from './timeline-marks.ts';

const DAY_MS = 86_400_000;

/** The radius of a mark, in the picture's own units. */
const RADIUS = 12;
const ROW = 30;
const EDGE = 16;

/** The start, the end and the current time. */
type Axis = { from: number; until: number; now: number };

/**
 * The window as a picture, drawn once for wide and once for narrow screens, and as a list below it. The numbers in the
 * picture refer to the list.
 */
export const timeline = (marks: readonly Mark[], now: Date): Html => {
  const times = marks.map(({ at }) => Date.parse(at));
  const axis = { from: Math.min(...times), until: Math.max(...times), now: now.getTime() };
  return html`${picture(marks, axis, 680, 'wide')}${picture(marks, axis, 330, 'slim')}
    <ol class="marks">${marks.map(
      ({ at, label, kind }, index) =>
        html`<li><span class="number ${kind}" aria-hidden="true">${index + 1}</span><span>${label}<span class="soft small">${moment(at)}</span></span></li>`,
    )}</ol>`;
};

const picture = (marks: readonly Mark[], axis: Axis, width: number, name: string): Html => {
  const place = (time: number): number =>
    Math.round(EDGE + ((time - axis.from) / Math.max(1, axis.until - axis.from)) * (width - 2 * EDGE));
  const placed = rows(marks.map(({ at }) => place(Date.parse(at))));
  const depth = Math.max(1, ...placed.map(({ row }) => row + 1));
  const base = depth * ROW + 18;
  const isUnderWay = axis.now >= axis.from && axis.now <= axis.until;
  const reached = place(Math.min(Math.max(axis.now, axis.from), axis.until));
  return html`<svg class="timeline ${name}" viewBox="0 0 ${width} ${base + 34}" role="img" aria-label="Timeline of the acceptance window. The numbered list below has the same information.">
    <line class="ahead" x1="${EDGE}" y1="${base}" x2="${width - EDGE}" y2="${base}"/>
    <line class="past" x1="${EDGE}" y1="${base}" x2="${reached}" y2="${base}"/>
    ${days(axis, width).map(
      ({ time, label }) =>
        html`<line class="tick" x1="${place(time)}" y1="${base}" x2="${place(time)}" y2="${base + 8}"/><text class="day" x="${place(time)}" y="${base + 24}" text-anchor="middle">${label}</text>`,
    )}
    ${
      isUnderWay
        ? html`<line class="now" x1="${reached}" y1="4" x2="${reached}" y2="${base + 8}"/><text class="now-word" x="${reached}" y="12" text-anchor="${reached > width / 2 ? 'end' : 'start'}" dx="${reached > width / 2 ? -5 : 5}">now</text>`
        : ''
    }
    ${placed.map(({ x, row }) => html`<line class="stem" x1="${x}" y1="${heightOf(row, base)}" x2="${x}" y2="${base}"/>`)}
    ${placed.map(({ x, row }, index) => {
      const y = heightOf(row, base);
      return html`<circle class="dot ${marks[index]?.kind ?? ''}" cx="${x}" cy="${y}" r="${RADIUS}"/><text class="digit ${marks[index]?.kind ?? ''}" x="${x}" y="${y + 4.5}" text-anchor="middle">${index + 1}</text>`;
    })}
  </svg>`;
};

const heightOf = (row: number, base: number): number => base - RADIUS - 8 - row * ROW;

/** Places each mark in the lowest row where it covers no other mark. */
const rows = (places: readonly number[]): { x: number; row: number }[] => {
  const ends: number[] = [];
  return places.map((x) => {
    const free = ends.findIndex((end) => x - RADIUS >= end);
    const row = free < 0 ? ends.length : free;
    ends[row] = x + RADIUS + 2;
    return { x, row };
  });
};

const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', timeZone: 'UTC' });

/** The starts of days in UTC, or some of them if there isn't enough room. */
const days = ({ from, until }: Axis, width: number): { time: number; label: string }[] => {
  const first = Math.ceil(from / DAY_MS) * DAY_MS;
  const all: number[] = [];
  for (let time = first; time <= until; time += DAY_MS) all.push(time);
  const step = Math.max(1, Math.ceil((all.length * 62) / width));
  return all.filter((_, index) => index % step === 0).map((time) => ({ time, label: weekday.format(time) }));
};

export const TIMELINE_STYLE = `
.timeline { display: block; width: 100%; height: auto; margin: 0 0 1rem; }
.timeline.wide { display: none; }
@media (min-width: 40rem) { .timeline.wide { display: block; } .timeline.slim { display: none; } }
.timeline line { stroke-linecap: round; }
.timeline .ahead { stroke: var(--line); stroke-width: 8; }
.timeline .past { stroke: var(--bar); stroke-width: 8; }
.timeline .tick { stroke: var(--edge); stroke-width: 1; }
.timeline .stem { stroke: var(--edge); stroke-width: 1.5; }
.timeline .now { stroke: var(--stop); stroke-width: 2; stroke-dasharray: 4 4; }
.timeline text { font: 600 12px system-ui, -apple-system, "Segoe UI", Roboto, "Open Sans", Helvetica, Arial, sans-serif; fill: var(--ink); }
.timeline .day { font-weight: 400; fill: var(--soft); }
.timeline .now-word { fill: var(--stop); }
.timeline .dot { stroke-width: 2; fill: var(--card); stroke: var(--edge); }
.timeline .dot.step { fill: var(--neutral); stroke: var(--on-neutral); } .timeline .digit.step { fill: var(--on-neutral); }
.timeline .dot.mail { fill: var(--card); stroke: var(--bar); }
.timeline .dot.decision { fill: var(--good); stroke: var(--on-good); } .timeline .digit.decision { fill: var(--on-good); }
.timeline .dot.end { fill: var(--urgent); stroke: var(--on-urgent); } .timeline .digit.end { fill: var(--on-urgent); }
.timeline .dot.planned { stroke-dasharray: 3 3; }
.marks { list-style: none; padding: 0; margin: 0; display: grid; gap: .5rem 1.25rem; grid-template-columns: minmax(0, 1fr); }
@media (min-width: 40rem) { .marks { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
.marks li { display: grid; grid-template-columns: 1.625rem minmax(0, 1fr); gap: .5rem; margin: 0; }
.marks .soft { display: block; }
.number { width: 1.5rem; height: 1.5rem; border-radius: 50%; border: 2px solid var(--edge); text-align: center; line-height: 1.25rem; font-size: .75rem; font-weight: 600; }
.number.step { background: var(--neutral); color: var(--on-neutral); border-color: currentColor; }
.number.mail { border-color: var(--bar); }
.number.decision { background: var(--good); color: var(--on-good); border-color: currentColor; }
.number.end { background: var(--urgent); color: var(--on-urgent); border-color: currentColor; }
.number.planned { border-style: dashed; }
`;
