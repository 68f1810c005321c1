import { html } from 'hono/html';
import type { DecisionKind, PeeringRequest } from '../../domain/request/peering-request.ts';
import { hasEnded, type RequestStatus } from '../../domain/request/status.ts';
import type { Html } from '../../edge/page-handler.ts';
import { SHOWN_BLOCKS } from './parts.ts';

type Step = { what: string; is_done: boolean };

/** The progress of a decision, and what people still have to do. */
export const afterDecision = (request: PeeringRequest): Html => {
  const steps = stepsOf(request);
  const isGood = request.decision?.kind === 'accept' && !request.teardown;
  return html`${steps.length > 0 ? html`<ol class="steps">${steps.map((step) => item(step, isGood))}</ol>` : ''}${whatIsLeft(request)}`;
};

const item = ({ what, is_done }: Step, isGood: boolean): Html =>
  html`<li><span class="mark ${is_done && isGood ? 'good' : 'neutral'}" aria-hidden="true">${is_done ? '✓' : '…'}</span><span>${what}<span class="unseen">${is_done ? ' (done)' : ' (pending)'}</span></span></li>`;

/** The final status that each decision leads to. */
const CARRIED_OUT: Record<DecisionKind, readonly RequestStatus[]> = {
  accept: ['deleted'],
  reject: ['rejected'],
  cancel: ['cancelled', 'deleted'],
};

const stepsOf = ({ decision, teardown, status, connect, connectivity }: PeeringRequest): Step[] => {
  if (teardown) {
    return [
      ...(teardown.by.kind === 'outside' ? [] : [{ what: 'Deletion requested', is_done: true }]),
      { what: 'EC2 deletes the connection', is_done: status === 'deleted' },
    ];
  }
  // The request ended in another way, so the decision has no next steps.
  if (decision && hasEnded(status) && !CARRIED_OUT[decision.kind].includes(status)) return [];
  switch (decision?.kind) {
    case 'accept':
      return [
        { what: 'Accepted', is_done: true },
        { what: 'EC2 sets up the connection', is_done: status !== 'pending-acceptance' },
        { what: 'The connection is active', is_done: status === 'active' },
        ...(connect
          ? [{ what: 'Peerway sets up routes and DNS resolution', is_done: connectivity !== undefined }]
          : []),
      ];
    case 'reject':
      return [
        { what: 'Rejected', is_done: true },
        { what: 'EC2 confirms the rejection', is_done: status === 'rejected' },
      ];
    case 'cancel':
      return [
        { what: 'Withdrawn', is_done: true },
        { what: 'EC2 deletes the connection', is_done: status === 'cancelled' || status === 'deleted' },
      ];
    default:
      return [];
  }
};

const whatIsLeft = (request: PeeringRequest): Html => {
  const { status, decision, requester, accepter, cidr_blocks } = request;
  if (status === 'active' && (request.connect || request.connectivity)) {
    return html`<p class="small">What is left of routes and DNS resolution is under Connectivity. Security groups must allow the traffic too.</p>`;
  }
  if (decision?.kind === 'accept' && (status === 'active' || status === 'provisioning')) {
    return html`<h3>Before traffic can flow</h3><ul class="small">
      <li>In <code>${requester.vpc_id}</code>: allow outbound traffic in security groups, and add routes to ${blocks(cidr_blocks?.accepter, accepter.vpc_id)}</li>
      <li>In <code>${accepter.vpc_id}</code>: allow inbound traffic in security groups, and add routes to ${blocks(cidr_blocks?.requester, requester.vpc_id)}</li>
    </ul>`;
  }
  if (status === 'submitted')
    return html`<p>EC2 hasn’t opened the acceptance window yet. Refresh this page in a minute.</p>`;
  if (status === 'deleted') return html`<p>Remove any routes to the connection.</p>`;
  return html`<p>You don’t need to do anything else.</p>`;
};

const blocks = (known: readonly string[] | undefined, vpc: string): Html => {
  if (!known) return html`every CIDR block of <code>${vpc}</code>.`;
  const rest = known.slice(SHOWN_BLOCKS);
  return html`${inLine(known.slice(0, SHOWN_BLOCKS))}${
    rest.length > 0
      ? html`, and ${rest.length} more.<details><summary>${rest.length} more CIDR blocks</summary>${inLine(rest)}</details>`
      : '.'
  }`;
};

const inLine = (blocks: readonly string[]): Html[] =>
  blocks.map((block, index) => html`${index > 0 ? ', ' : ''}<code>${block}</code>`);
