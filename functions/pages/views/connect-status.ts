import { html } from 'hono/html';
import { type ShownSide, showSides } from '../../domain/connectivity/show-sides.ts';
import type { Accounts } from '../../domain/directory/accounts.ts';
import type { ConnectStep, SideRole } from '../../domain/request/connect.ts';
import type { PeeringRequest } from '../../domain/request/peering-request.ts';
import { isOpen } from '../../domain/request/status.ts';
import { getAccountNames } from '../../domain/wording/account-names.ts';
import { describeStep } from '../../domain/wording/connect-steps.ts';
import { describeAsked, describeConnectivity, SUMMARIES } from '../../domain/wording/connectivity.ts';
import type { Html } from '../../edge/page-handler.ts';
import { connectPicture } from './connect-picture.ts';
import { callout, moment, type Tone } from './parts.ts';

type View = Accounts & { request: PeeringRequest };

const ROLES = ['requester', 'accepter'] as const;

/**
 * How far the two VPCs are connected, and what is left to do on the reader's own side. Nothing for a request to which
 * nobody asked to connect.
 *
 * @param readable the sides whose route tables the reader may see
 */
export const connectStatus = (view: View, readable: readonly SideRole[]): Html | string => {
  const { request } = view;
  const sides = showSides(request, readable);
  if (request.status === 'active' && sides) return card(connected(view, sides, readable));
  if (!request.connect) return '';
  if (request.status === 'active') return card(html`<p>Peerway sets up the routes and DNS resolution.</p>`);
  return isOpen(request.status)
    ? card(html`<p>This request also asks for ${describeAsked(request.connect)}.</p>`)
    : '';
};

const card = (content: Html): Html =>
  html`<section class="card" aria-labelledby="connectivity"><h2 id="connectivity">Connectivity</h2>${content}</section>`;

const connected = (view: View, sides: Record<SideRole, ShownSide>, readable: readonly SideRole[]): Html => {
  const { request } = view;
  const names = getAccountNames(view);
  const pictured = (role: SideRole) => ({ ...sides[role], name: names[role], vpc_id: request[role].vpc_id });
  const { state, since } = request.connectivity ?? { state: 'unknown', since: request.updated_at };
  return html`${callout(
    TONES[state],
    html`<p><strong>${SUMMARIES[state]}</strong></p><p>Since ${moment(since)}, as far as Peerway has looked.</p>`,
  )}${connectPicture({ requester: pictured('requester'), accepter: pictured('accepter') })}
    ${ROLES.map((role) =>
      readable.includes(role)
        ? own(names[role], sides[role])
        : html`<p>${names[role]}: ${describeConnectivity(sides[role].state)}.</p>`,
    )}`;
};

const TONES = {
  connected: 'good',
  partial: 'urgent',
  'not-connected': 'bad',
  unknown: 'neutral',
} as const satisfies Record<string, Tone>;

const own = (name: string, { state, detail }: ShownSide): Html => {
  const { problems, more_problems } = detail ?? { problems: [], more_problems: 0 };
  if (state === 'unknown')
    return html`<h3>${name}</h3><p>Peerway can’t describe the route tables of this account.</p>`;
  if (problems.length === 0) return html`<p>${name}: ${describeConnectivity(state)}.</p>`;
  return html`<h3>Left to do in ${name}</h3><ul class="checks">${problems.map(problem)}</ul>${
    more_problems > 0 ? html`<p>And ${more_problems} more.</p>` : ''
  }`;
};

const problem = (step: ConnectStep): Html => {
  const { message, remedy } = describeStep(step);
  return html`<li><span class="mark ${step.finding === 'shadowed' ? 'urgent' : 'bad'}" aria-hidden="true">${step.finding === 'shadowed' ? '!' : '✕'}</span><div><p>${message}</p>${
    remedy ? html`<p class="soft small">${remedy}</p>` : ''
  }</div></li>`;
};
