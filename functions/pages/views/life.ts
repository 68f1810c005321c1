import { html, raw } from 'hono/html';
import { countExtension } from '../../domain/directory/count-extension.ts';
import type { Account } from '../../domain/directory/ports.ts';
import type { Extension, PeeringRequest } from '../../domain/request/peering-request.ts';
import { describeActor } from '../../domain/wording/actors.ts';
import { describeApprovals } from '../../domain/wording/approvals.ts';
import { describeLife, endOf } from '../../domain/wording/life.ts';
import { describeDecision } from '../../domain/wording/statuses.ts';
import { describeSeconds } from '../../domain/wording/times.ts';
import type { Html } from '../../edge/page-handler.ts';
import { callout, moment, quote } from './parts.ts';

/** As the first notice of an end. */
const SOON_MS = 7 * 86_400_000;

/** In seconds. */
export const SHORTEST_LIFE = 3600;
const DAY = 86_400;
export const LONGEST_LIFE = 365 * DAY;

/** What people can choose from, in seconds. */
export const LIVES = [SHORTEST_LIFE, 12 * 3600, DAY, 7 * DAY, 30 * DAY, 90 * DAY, 180 * DAY, LONGEST_LIFE];

/** How long the connection is to live, or when it ends. Nothing for one without an end. */
export const lifeOf = (request: PeeringRequest): Html | string => {
  const end = endOf(request);
  if (end) return html`<p class="under">Peerway deletes the connection on ${moment(end)}.</p>`;
  const life = describeLife(request);
  return life ? html`<p class="under">${life}</p>` : '';
};

/** The end of a connection that ends within days, and where on the page to ask for more time. */
export const endsSoon = (request: PeeringRequest, canAsk: boolean, now: Date): Html | string => {
  const end = endOf(request);
  if (!end || now.toISOString() >= end || Date.parse(end) - now.getTime() > SOON_MS) return '';
  const ask = canAsk ? html`<p><a href="#more-time">Ask for more time</a></p>` : '';
  return callout(
    'urgent',
    html`<p><strong>Peerway deletes the connection on ${moment(end)}</strong></p>${ask}`,
  );
};

/** What became of the last request for more time. */
export const extensionOf = (request: PeeringRequest, account: Account | undefined): Html | string => {
  const { extension } = request;
  if (!extension || !endOf(request)) return '';
  const { by, at, extends_by, reason } = extension;
  return html`<p><strong>${describeSeconds(extends_by)} more: ${standing(extension)}</strong></p>
    <p>${describeActor(by)} asked for it on ${moment(at)}.${
      extension.decision ? '' : ` ${describeApprovals(countExtension(account, { ...request, extension }))}.`
    }</p>${quote(reason)}${extension.decision?.comment ? html`<p>Comment from ${describeActor(extension.decision.by)}:</p>${quote(extension.decision.comment)}` : ''}`;
};

const standing = ({ decision }: Extension): Html | string =>
  decision
    ? html`${describeDecision(decision.kind)} by ${describeActor(decision.by)} on ${moment(decision.at)}`
    : 'not decided yet';

/** A choice of times, each in seconds. */
export const lifeOptions = (lives: readonly number[], chosen: number | undefined, note = ''): Html[] =>
  lives.map(
    (life, index) =>
      html`<option value="${life}"${life === chosen ? raw(' selected') : ''}>${describeSeconds(life)}${index === 0 ? note : ''}</option>`,
  );
