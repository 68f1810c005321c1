import { html } from 'hono/html';
import type { PeeringRequest } from '../../domain/request/peering-request.ts';
import { describeLife, endOf } from '../../domain/wording/life.ts';
import type { Html } from '../../edge/page-handler.ts';
import { moment } from './parts.ts';

/** How long the connection is to live, or when it ends. Nothing for one without an end. */
export const lifeOf = (request: PeeringRequest): Html | string => {
  const end = endOf(request);
  if (end) return html`<p>Peerway deletes the connection on ${moment(end)}.</p>`;
  const life = describeLife(request);
  return life ? html`<p>${life}</p>` : '';
};
