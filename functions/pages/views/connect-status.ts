import { html } from 'hono/html';
import { deleteRoute, revokeRule } from '../../domain/connectivity/aws-cli.ts';
import {
  type ConnectSettings,
  findLeftToDo,
  type LeftToDo,
  type Problem,
} from '../../domain/connectivity/left-to-do.ts';
import { routesOn } from '../../domain/connectivity/own-routes.ts';
import { canNameGroups } from '../../domain/connectivity/peer-groups.ts';
import { type ShownSide, showSides } from '../../domain/connectivity/show-sides.ts';
import type { Accounts } from '../../domain/directory/accounts.ts';
import type { SideRole } from '../../domain/request/connect.ts';
import type { PeeringRequest } from '../../domain/request/peering-request.ts';
import { isOpen } from '../../domain/request/status.ts';
import { getAccountNames } from '../../domain/wording/account-names.ts';
import { describeStaleRule, describeStep, STALE_RULES } from '../../domain/wording/connect-steps.ts';
import {
  CONFIRM_ROUTES,
  describeAsked,
  describeConnectivity,
  describeOther,
  SUMMARIES,
} from '../../domain/wording/connectivity.ts';
import type { Html } from '../../edge/page-handler.ts';
import { connectPicture } from './connect-picture.ts';
import { callout, copyable, moment, type Tone } from './parts.ts';

type View = Accounts & { request: PeeringRequest; connectSettings: ConnectSettings };

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
  if (request.status === 'deleted') return leftBehind(request, readable);
  if (!request.connect) return '';
  if (request.status === 'active') return card(html`<p>Peerway sets up the routes and DNS resolution.</p>`);
  return isOpen(request.status)
    ? card(html`<p>This request also asks for ${describeAsked(request.connect)}.</p>`)
    : '';
};

const leftBehind = (request: PeeringRequest, readable: readonly SideRole[]): Html | string => {
  const left = [leftRoutes(request, readable), ...readable.map((role) => staleRules(request, role))];
  return left.some(Boolean) ? card(html`${left}`) : '';
};

/** Of a deleted connection: the routes that Peerway created and couldn't remove. */
const leftRoutes = (request: PeeringRequest, readable: readonly SideRole[]): Html | string => {
  const commands = readable.flatMap((role) =>
    routesOn(role, request.routes)
      .filter(({ left_because }) => left_because)
      .map(({ route_table_id, destination_cidr_block: destination }) =>
        deleteRoute(request[role], route_table_id, { destination }),
      ),
  );
  return commands.length > 0
    ? html`<p>Peerway created these routes to the connection, and couldn’t remove them.</p>${copyable('Commands to remove them', commands.join('\n'))}`
    : '';
};

/** Of a deleted connection: what it has left in a side's security groups. */
const staleRules = (request: PeeringRequest, role: SideRole): Html | string => {
  const { rules = [], more_rules = 0 } = request.stale_rules?.[role] ?? {};
  const commands = rules.map((rule) => revokeRule(request[role], rule));
  return rules.length > 0
    ? html`<h3>Stale security group rules</h3><p>${STALE_RULES}</p><ul>${rules.map((rule) => html`<li>${describeStaleRule(rule).message}</li>`)}</ul>${more(request, more_rules)}${copyable('Commands to revoke them', commands.join('\n'))}`
    : '';
};

const more = ({ id }: PeeringRequest, count: number): Html | string =>
  count > 0 ? html`<p>And ${count} more. To see all, run <code>peerway connectivity ${id}</code></p>` : '';

const card = (content: Html): Html =>
  html`<section class="card" aria-labelledby="connectivity"><h2 id="connectivity">Connectivity</h2>${content}</section>`;

const connected = (view: View, sides: Record<SideRole, ShownSide>, readable: readonly SideRole[]): Html => {
  const { request } = view;
  const names = getAccountNames(view);
  const pictured = (role: SideRole) => ({ ...sides[role], name: names[role], vpc_id: request[role].vpc_id });
  const accounts = { requester: view.requesterAccount, accepter: view.accepterAccount };
  const { state, since } = request.connectivity ?? { state: 'unknown', since: request.updated_at };
  return html`${callout(
    TONES[state],
    html`<p><strong>${SUMMARIES[state]}</strong></p><p>Peerway found this on ${moment(since)}.</p>`,
  )}${connectPicture({ requester: pictured('requester'), accepter: pictured('accepter') })}
    ${ROLES.map((role) => {
      const left = readable.includes(role)
        ? findLeftToDo(request, role, accounts[role], view.connectSettings)
        : undefined;
      return left
        ? own(request, names[role], left)
        : html`<p>${describeOther(names[role], sides[role].state)}</p>`;
    })}<p class="soft small">Security groups must allow the traffic too.${
      canNameGroups(request)
        ? html` To see which ones reference the other VPC’s, run <code>peerway connectivity ${request.id}</code>`
        : ''
    }</p>`;
};

const TONES = {
  connected: 'good',
  partial: 'urgent',
  'not-connected': 'bad',
  unknown: 'neutral',
} as const satisfies Record<string, Tone>;

const own = (
  request: PeeringRequest,
  name: string,
  { state, problems, more_problems, advice, confirm }: LeftToDo,
): Html => {
  if (state === 'connected') return html`<p>${name}: ${describeConnectivity(state)}.</p>`;
  return html`<h3>Left to do in ${name}</h3>${
    confirm ? html`<p>${CONFIRM_ROUTES}</p>${copyable('To confirm it', confirm)}` : ''
  }<ul class="checks">${problems.map(problem)}</ul>${more(request, more_problems)}${
    advice
      ? html`<details><summary>Commands for what Peerway leaves to you</summary>${copyable('Command line', advice.aws_cli)}${copyable('Terraform', advice.terraform)}${advice.cloudformation ? copyable('CloudFormation', advice.cloudformation) : ''}</details>`
      : ''
  }`;
};

const problem = ({ step, commands }: Problem): Html => {
  const { message, remedy } = describeStep(step);
  const isPartial = step.finding === 'shadowed';
  return html`<li><span class="mark ${isPartial ? 'urgent' : 'bad'}" aria-hidden="true">${isPartial ? '!' : '✕'}</span><div><p>${message}</p>${
    remedy ? html`<p class="soft small">${remedy}</p>` : ''
  }${commands.length > 0 ? html`<div class="copy"><pre class="code">${commands.join('\n')}</pre><button type="button" class="quiet" hidden>Copy<span class="unseen"> the commands for this</span></button></div>` : ''}</div></li>`;
};
