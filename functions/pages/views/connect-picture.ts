import { html } from 'hono/html';
import type { Presence, ShownSide } from '../../domain/connectivity/show-sides.ts';
import type { ConnectivityState, SideRole } from '../../domain/request/connect.ts';
import { describeConnectivity } from '../../domain/wording/connectivity.ts';
import { shorten } from '../../domain/wording/user-text.ts';
import type { Html } from '../../edge/page-handler.ts';

/** A VPC of the picture, with what leads from it to the other one. */
export type PicturedSide = ShownSide & { name: string; vpc_id: string };

type Row = { from: SideRole; label: string; presence: Presence };

/** In the picture's own units. */
const ROW = 38;
const EDGE = 2;
const GAP = 10;

/** A VPC can have fifty blocks. */
const MOST_ROUTES = 4;

/**
 * Two VPCs, and what leads from each to the other: the routes in its tables, and whether its host names resolve there.
 * It is drawn once for wide and once for narrow screens.
 */
export const connectPicture = (sides: Record<SideRole, PicturedSide>): Html => {
  const rows = [...rowsOf('requester', sides.requester), ...rowsOf('accepter', sides.accepter)];
  const label = `${tell(sides.requester, sides.accepter)} ${tell(sides.accepter, sides.requester)}`;
  return html`${draw('wide', 640, 170, 24, sides, rows, label)}${draw('slim', 330, 84, 11, sides, rows, label)}`;
};

const rowsOf = (from: SideRole, { state, detail }: PicturedSide): Row[] => {
  if (!detail) return [{ from, label: describeConnectivity(state), presence: PRESENCES[state] }];
  const rest = detail.routes.slice(MOST_ROUTES);
  return [
    ...detail.routes
      .slice(0, MOST_ROUTES)
      .map(({ destination, presence }) => ({ from, label: destination, presence })),
    ...(rest.length > 0
      ? [{ from, label: `${rest.length} more`, presence: worst(rest.map(({ presence }) => presence)) }]
      : []),
    ...(detail.dns_resolution ? [{ from, label: 'DNS names', presence: detail.dns_resolution }] : []),
  ];
};

const PRESENCES = {
  connected: 'there',
  partial: 'partly',
  'not-connected': 'missing',
  unknown: 'unknown',
} as const satisfies Record<ConnectivityState, Presence>;

const worst = (all: readonly Presence[]): Presence =>
  (['missing', 'partly', 'unknown'] as const).find((presence) => all.includes(presence)) ?? 'there';

const WORDS = {
  there: 'present',
  partly: 'partly diverted',
  missing: 'missing',
  unknown: 'unknown',
} as const;

/** What the picture shows, for those who can't see it. */
const tell = ({ name, state, detail }: PicturedSide, to: PicturedSide): string =>
  detail
    ? `From ${name} to ${to.name}: ${[
        ...detail.routes.map(({ destination, presence }) => `route to ${destination} ${WORDS[presence]}`),
        ...(detail.dns_resolution ? [`DNS resolution ${WORDS[detail.dns_resolution]}`] : []),
      ].join(', ')}.`
    : `From ${name} to ${to.name}: ${describeConnectivity(state)}.`;

const draw = (
  size: 'wide' | 'slim',
  width: number,
  box: number,
  longest: number,
  { requester, accepter }: Record<SideRole, PicturedSide>,
  rows: readonly Row[],
  label: string,
): Html => {
  const height = Math.max(2, rows.length) * ROW + 2 * GAP;
  const [from, to] = [box + GAP, width - box - GAP];
  return html`<svg class="vpcs ${size}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
    ${vpc(requester, EDGE, box - EDGE, height, longest, size)}${vpc(accepter, width - box, box - EDGE, height, longest, size)}
    ${rows.map((row, index) => arrow(row, from, to, GAP + index * ROW + 26))}</svg>`;
};

const vpc = (
  { name, vpc_id }: PicturedSide,
  x: number,
  width: number,
  height: number,
  longest: number,
  size: 'wide' | 'slim',
): Html => {
  const [middle, half] = [x + width / 2, height / 2];
  return html`<rect class="vpc" x="${x}" y="${EDGE}" width="${width}" height="${height - 2 * EDGE}" rx="8"/><text class="name" x="${middle}" y="${half}" text-anchor="middle">${shorten(name, longest)}</text>${
    size === 'wide'
      ? html`<text class="id" x="${middle}" y="${half + 18}" text-anchor="middle">${vpc_id}</text>`
      : ''
  }`;
};

const SIGNS = { there: '✓', partly: '!', missing: '✕', unknown: '?' } as const satisfies Record<
  Presence,
  string
>;

const arrow = ({ from: side, label, presence }: Row, from: number, to: number, y: number): Html => {
  const [start, end, back] = side === 'requester' ? [from, to, -7] : [to, from, 7];
  return html`<g class="way ${presence}"><text x="${(from + to) / 2}" y="${y - 8}" text-anchor="middle">${SIGNS[presence]} ${label}</text><line x1="${start}" y1="${y}" x2="${end + back}" y2="${y}"/><path d="M${end} ${y}l${back} -4.5v9z"/></g>`;
};

export const PICTURE_STYLE = `
.vpcs { display: block; width: 100%; height: auto; margin: 0 0 1rem; }
.vpcs.wide { display: none; }
@media (min-width: 40rem) { .vpcs.wide { display: block; } .vpcs.slim { display: none; } }
.vpcs text { font: 600 12px system-ui, -apple-system, "Segoe UI", Roboto, "Open Sans", Helvetica, Arial, sans-serif; fill: var(--ink); }
.vpcs .vpc { fill: var(--inset); stroke: var(--edge); }
.vpcs .name { font-size: 13px; font-weight: 700; }
.vpcs .id { font-size: 10.5px; font-weight: 400; fill: var(--soft); font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.vpcs line { stroke-width: 2.5; stroke-linecap: round; }
.vpcs .there text { fill: var(--on-good); } .vpcs .there line { stroke: var(--go); } .vpcs .there path { fill: var(--go); }
.vpcs .partly text { fill: var(--on-urgent); } .vpcs .partly line { stroke: var(--bar-late); } .vpcs .partly path { fill: var(--bar-late); }
.vpcs .missing text { fill: var(--stop); } .vpcs .missing line { stroke: var(--stop); stroke-dasharray: 5 6; } .vpcs .missing path { fill: var(--stop); }
.vpcs .unknown text { fill: var(--soft); } .vpcs .unknown line { stroke: var(--edge); stroke-dasharray: 1 6; } .vpcs .unknown path { fill: var(--edge); }
`;
