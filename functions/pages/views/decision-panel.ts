import { html } from 'hono/html';
import { acceptElsewhere } from '../../domain/connection/accept-elsewhere.ts';
import { formToken } from '../../domain/links/form-token.ts';
import type { DecisionToRead } from '../../domain/links/open-decision.ts';
import type { PeeringRequest } from '../../domain/request/peering-request.ts';
import type { Html } from '../../edge/page-handler.ts';
import { afterDecision } from './after-decision.ts';
import { copyable } from './parts.ts';

export const LONGEST_COMMENT = 1000;

/** The form as it is shown, again with what was typed when something is wrong with it. */
export type DecisionForm = { comment?: string; problem?: string };

type View = DecisionToRead & { form?: DecisionForm; now: Date };

/** How somebody answers, or why they cannot. */
export const panel = (view: View): Html =>
  html`<section class="card panel" aria-labelledby="answer">${content(view)}</section>`;

const content = (view: View): Html => {
  switch (view.standing) {
    case 'may-decide':
      return html`<h2 id="answer">Your answer</h2>${approvals(view.request)}${form(view)}${consequences()}`;
    case 'has-approved':
      return html`<h2 id="answer">You have accepted it</h2>${approvals(view.request)}
        <p>Others must accept it too. There is nothing more for you to do.</p>`;
    case 'decides-elsewhere':
      return html`<h2 id="answer">Accept it in your own account</h2>${elsewhere(view.request)}${consequences()}`;
    case 'no-longer-approver':
      return html`<h2 id="answer">You cannot decide this</h2>
        <p>The directory of accounts no longer names you as an approver, or you are the requester. Ask the network team if that is wrong.</p>`;
    case 'not-open':
    case 'decided':
      return html`<h2 id="answer">What happens now</h2>${afterDecision(view.request)}`;
    default:
      return view.standing satisfies never;
  }
};

const approvals = ({ approvals: given, required_approvals }: PeeringRequest): Html | string =>
  required_approvals === 1
    ? ''
    : html`<p><strong>${given.length} of ${required_approvals} approvals</strong>${
        given.length > 0 ? html`: ${given.map(({ by }) => by.id).join(', ')}` : ''
      }. It takes ${required_approvals} people to accept, and one to reject.</p>`;

const form = ({ link, form: { comment = '', problem } = {} }: View): Html => html`<form method="post">
    <input type="hidden" name="form_token" value="${formToken(link)}">
    <label for="comment">Comment</label>
    <p class="hint soft small" id="comment-hint">The requester reads it. To reject, say why.</p>
    ${problem ? html`<p class="hint bad callout" id="comment-problem">${problem}</p>` : ''}
    ${
      problem
        ? html`<textarea id="comment" name="comment" maxlength="${LONGEST_COMMENT}" aria-describedby="comment-problem comment-hint" aria-invalid="true" autofocus>${comment}</textarea>`
        : html`<textarea id="comment" name="comment" maxlength="${LONGEST_COMMENT}" aria-describedby="comment-hint">${comment}</textarea>`
    }
    <div class="actions">
      <button name="decision" value="accept">Accept</button>
      <button name="decision" value="reject" class="stop">Reject</button>
    </div>
    <p class="soft small under">This link is yours alone, and acts in your name.</p>
  </form>`;

const consequences = (): Html => html`<details open><summary>What accepting does, and does not</summary>
    <ul class="small">
      <li>It connects the two VPCs: each can then reach the other by private addresses.</li>
      <li>It adds no route. Traffic flows once both sides add routes to each other’s blocks.</li>
      <li>It opens no security group and no network ACL.</li>
      <li>It reaches no third VPC: peering is not passed on.</li>
      <li>Either side can delete the connection later.</li>
    </ul></details>`;

const elsewhere = (request: PeeringRequest): Html => {
  const { console, accept, reject, terraform } = acceptElsewhere(request);
  return html`<p>Peerway has no role in account <code>${request.accepter.owner_id}</code> and cannot accept for you. Do it in one of these ways: Peerway finds it within a quarter of an hour, and tells the requester.</p>
    ${copyable('Console', console, 'prose')}${copyable('Command line', accept)}${copyable('Terraform', terraform)}
    <details><summary>To reject it instead</summary>${copyable('Command line to reject', reject)}</details>`;
};
