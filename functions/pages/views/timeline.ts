import { html } from 'hono/html';
import { hasEnded, type RequestStatus } from '../../domain/request/status.ts';
import { utcFormat } from '../../domain/wording/times.ts';
import type { Html } from '../../edge/page-handler.ts';
import { moment, toneOf } from './parts.ts';
import type { Mark } from './timeline-marks.ts';

const DAY_MS = 86_400_000;

/** The radius of a mark, in the picture's own units. */
const RADIUS = 12;
const EDGE = 16;

/** The line's height in the pictures. */
const BASE = 48;

/** The width of a mark that stands for several. */
const PILL = 44;

/** Whether the timeline is the window, with its deadline ahead. */
export const showsWindow = (status: RequestStatus): boolean =>
  status === 'submitted' || status === 'pending-acceptance';

/**
 * A picture and, below it, a list; the numbers in the picture refer to the list. While the request waits, the picture is
 * its window on an axis of time. After that it is the steps in their order, because what took a minute and what took
 * days don't fit on one axis. Each picture is drawn once for wide and once for narrow screens.
 */
export const timeline = (marks: readonly Mark[], status: RequestStatus, now: Date): Html => {
  const isWaiting = showsWindow(status);
  const drawn = isWaiting ? marks : marks.filter(isStep);
  const draw = isWaiting ? windowPicture(drawn, now) : stepsPicture(drawn, status);
  const last = isWaiting ? undefined : drawn.at(-1);
  return html`${draw(680, 'wide')}${draw(330, 'slim')}
    <ol class="marks">${marks.map((mark) => {
      const { at, label, kind } = mark;
      const look = mark === last ? `last ${toneOf(status)}` : kind;
      return html`<li><span class="number ${look}" aria-hidden="true">${drawn.indexOf(mark) + 1 || ''}</span><span>${label}<span class="soft small">${moment(at)}</span></span></li>`;
    })}</ol>`;
};

const isStep = ({ kind }: Mark): boolean => kind !== 'mail';

type Draw = (width: number, name: string) => Html;

const svg = (width: number, name: string, what: string, content: Html): Html =>
  html`<svg class="timeline ${name}" viewBox="0 0 ${width} ${BASE + 34}" role="img" aria-label="${what} The numbered list below has the same information.">${content}</svg>`;

/** The start, the end and the current time. */
type Axis = { from: number; until: number; now: number };

const windowPicture = (marks: readonly Mark[], now: Date): Draw => {
  const times = marks.map(({ at }) => Date.parse(at));
  const axis = { from: Math.min(...times), until: Math.max(...times), now: now.getTime() };
  return (width, name) => {
    const place = (time: number): number =>
      Math.round(EDGE + ((time - axis.from) / Math.max(1, axis.until - axis.from)) * (width - 2 * EDGE));
    const hour = ((width - 2 * EDGE) * HOUR_MS) / Math.max(1, axis.until - axis.from);
    const isUnderWay = axis.now >= axis.from && axis.now <= axis.until;
    const reached = place(Math.min(Math.max(axis.now, axis.from), axis.until));
    return svg(
      width,
      name,
      'Timeline of the acceptance window.',
      html`<line class="ahead" x1="${EDGE}" y1="${BASE}" x2="${width - EDGE}" y2="${BASE}"/>
    <line class="past" x1="${EDGE}" y1="${BASE}" x2="${reached}" y2="${BASE}"/>
    ${days(axis, width).map(
      ({ time, label }) =>
        html`<g data-day="${new Date(time).toISOString()}" data-x="${place(time)}" data-hour="${hour}" data-from="${EDGE}" data-until="${width - EDGE}"><line class="tick" x1="${place(time)}" y1="${BASE}" x2="${place(time)}" y2="${BASE + 8}"/><text class="day" x="${place(time)}" y="${BASE + 24}" text-anchor="middle">${label}</text></g>`,
    )}
    ${
      isUnderWay
        ? html`<line class="now" x1="${reached}" y1="4" x2="${reached}" y2="${BASE + 8}"/><text class="now-word" x="${reached}" y="12" text-anchor="${reached > width / 2 ? 'end' : 'start'}" dx="${reached > width / 2 ? -5 : 5}">now</text>`
        : ''
    }
    ${grouped(marks, ({ at }) => place(Date.parse(at)), width).map((group) => {
      const { x, left, half } = extent(group, width);
      const middle = (group.from + group.to) / 2;
      const y = BASE - RADIUS - 8;
      return html`<line class="stem" x1="${middle}" y1="${y}" x2="${middle}" y2="${BASE}"/><rect class="dot ${group.kind}" x="${left}" y="${y - RADIUS}" width="${2 * half}" height="${2 * RADIUS}" rx="${RADIUS}"/><text class="digit ${group.kind}" x="${x}" y="${y + 4.5}" text-anchor="middle">${group.first === group.last ? group.first : `${group.first}–${group.last}`}</text>`;
    })}`,
    );
  };
};

/** A mark in the picture, or several that would cover each other as one. */
type Group = { from: number; to: number; first: number; last: number; kind: Mark['kind'] };

const grouped = (marks: readonly Mark[], place: (mark: Mark) => number, width: number): Group[] => {
  const groups: Group[] = [];
  for (const [index, mark] of marks.entries()) {
    const x = place(mark);
    let group: Group = { from: x, to: x, first: index + 1, last: index + 1, kind: mark.kind };
    let before = groups.at(-1);
    while (before && extent(group, width).left < extent(before, width).right + 2) {
      groups.pop();
      const kind = before.kind === group.kind || group.kind === 'end' ? group.kind : 'step';
      group = { from: before.from, to: group.to, first: before.first, last: group.last, kind };
      before = groups.at(-1);
    }
    groups.push(group);
  }
  return groups;
};

/** Where a group is drawn: over its middle, within the picture. */
const extent = ({ from, to, first, last }: Group, width: number) => {
  const half = first === last ? RADIUS : PILL / 2;
  const x = Math.min(Math.max((from + to) / 2, half + 2), width - half - 2);
  return { left: x - half, right: x + half, x, half };
};

/** What decided and what followed, at equal distances, with the time between. Mails are in the list only. */
const stepsPicture = (marks: readonly Mark[], status: RequestStatus): Draw => {
  const steps = marks.map((mark, index) => ({ ...mark, number: index + 1 })).slice(-MOST_STEPS);
  const tone = toneOf(status);
  const phase = hasEnded(status) ? 'ended' : 'going';
  return (width, name) => {
    const gap = (width - 2 * EDGE) / Math.max(1, steps.length - 1);
    const place = (index: number): number => Math.round(EDGE + index * gap);
    return svg(
      width,
      name,
      hasEnded(status) ? 'The steps to the end of the request.' : 'The steps to the connection.',
      html`<line class="past ${phase}" x1="${EDGE}" y1="${BASE}" x2="${place(steps.length - 1)}" y2="${BASE}"/>
    ${steps.map(({ at, number, kind }, index) => {
      const before = steps[index - 1];
      const x = place(index);
      const look = index === steps.length - 1 ? `last ${tone}` : kind;
      return html`${
        before
          ? html`<text class="day" x="${x - gap / 2}" y="${BASE - 20}" text-anchor="middle">${briefly(Date.parse(at) - Date.parse(before.at))}</text>`
          : ''
      }<circle class="dot ${look}" cx="${x}" cy="${BASE}" r="${RADIUS}"/><text class="digit ${look}" x="${x}" y="${BASE + 4.5}" text-anchor="middle">${number}</text>`;
    })}`,
    );
  };
};

/** As many as a phone has room for. */
const MOST_STEPS = 8;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** `3 d`, `5 h`, `12 min`, in the room between two marks. */
const briefly = (ms: number): string => {
  if (ms >= DAY_MS) return `${Math.floor(ms / DAY_MS)} d`;
  if (ms >= HOUR_MS) return `${Math.floor(ms / HOUR_MS)} h`;
  return ms >= MINUTE_MS ? `${Math.floor(ms / MINUTE_MS)} min` : '<1 min';
};

const weekday = utcFormat({ weekday: 'short', day: 'numeric' });

/** The starts of days in UTC, which a script moves to those in the reader's zone, or some of them if there isn't enough room. */
const days = ({ from, until }: Axis, width: number): { time: number; label: string }[] => {
  const first = Math.ceil(from / DAY_MS) * DAY_MS;
  const all: number[] = [];
  for (let time = first; time <= until; time += DAY_MS) all.push(time);
  const step = Math.max(1, Math.ceil((all.length * 62) / width));
  return all
    .filter((_, index) => index % step === 0)
    .map((time) => ({ time, label: weekday(new Date(time)) }));
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
.timeline .past.ended { stroke: var(--bar-past); stroke-width: 4; }
.timeline .past.going { stroke: var(--go); stroke-width: 4; }
.timeline .now { stroke: var(--stop); stroke-width: 2; stroke-dasharray: 4 4; }
.timeline text { font: 600 12px system-ui, -apple-system, "Segoe UI", Roboto, "Open Sans", Helvetica, Arial, sans-serif; fill: var(--ink); }
.timeline .day { font-weight: 400; fill: var(--soft); }
.timeline .now-word { fill: var(--stop); }
.timeline .dot { stroke-width: 2; fill: var(--card); stroke: var(--edge); }
.timeline .dot.step { fill: var(--neutral); stroke: var(--on-neutral); } .timeline .digit.step { fill: var(--on-neutral); }
.timeline .dot.mail { fill: var(--card); stroke: var(--bar); }
.timeline .dot.decision { fill: var(--good); stroke: var(--on-good); } .timeline .digit.decision { fill: var(--on-good); }
.timeline .dot.end { fill: var(--urgent); stroke: var(--on-urgent); } .timeline .digit.end { fill: var(--on-urgent); }
.timeline .dot.last.neutral { fill: var(--neutral); stroke: var(--on-neutral); } .timeline .digit.last.neutral { fill: var(--on-neutral); }
.timeline .dot.last.urgent { fill: var(--urgent); stroke: var(--on-urgent); } .timeline .digit.last.urgent { fill: var(--on-urgent); }
.timeline .dot.last.good { fill: var(--good); stroke: var(--on-good); } .timeline .digit.last.good { fill: var(--on-good); }
.timeline .dot.last.bad { fill: var(--bad); stroke: var(--on-bad); } .timeline .digit.last.bad { fill: var(--on-bad); }
.timeline .dot.planned { stroke-dasharray: 3 3; }
.marks { list-style: none; padding: 0; margin: 0; display: grid; gap: .5rem 1.25rem; grid-template-columns: minmax(0, 1fr); }
@media (min-width: 40rem) { .marks { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
.marks li { display: grid; grid-template-columns: 1.625rem minmax(0, 1fr); gap: .5rem; margin: 0; }
.marks .soft { display: block; }
.number { width: 1.5rem; height: 1.5rem; border-radius: 50%; border: 2px solid var(--edge); text-align: center; line-height: 1.25rem; font-size: .75rem; font-weight: 600; }
.number.step { background: var(--neutral); color: var(--on-neutral); border-color: currentColor; }
.number.mail { border-color: var(--bar); }
.number:empty { width: .625rem; height: .625rem; margin: .4375rem; background: var(--bar); }
.number.decision { background: var(--good); color: var(--on-good); border-color: currentColor; }
.number.end { background: var(--urgent); color: var(--on-urgent); border-color: currentColor; }
.number.last { border-color: currentColor; }
.number.planned { border-style: dashed; }
`;
