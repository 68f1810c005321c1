import { html } from 'hono/html';
import { acceptElsewhere } from '../../domain/connection/accept-elsewhere.ts';
import type { ConnectOffer } from '../../domain/connectivity/offer.ts';
import { countApprovals, type Tally } from '../../domain/directory/count-approvals.ts';
import { findOwnAbsence } from '../../domain/directory/seats.ts';
import { formToken } from '../../domain/links/form-token.ts';
import type { DecisionToRead } from '../../domain/links/open-decision.ts';
import type { PeeringRequest } from '../../domain/request/peering-request.ts';
import { describeStandIn } from '../../domain/wording/absences.ts';
import { describeActor } from '../../domain/wording/actors.ts';
import { describeApprovals, describeLapses } from '../../domain/wording/approvals.ts';
import type { Html } from '../../edge/page-handler.ts';
import { ownAbsence } from './absence.ts';
import { afterDecision } from './after-decision.ts';
import { consentBox, consentHint } from './connect-plan.ts';
import { LIVES, lifeOptions } from './life.ts';
import { copyable } from './parts.ts';

export const LONGEST_COMMENT = 1000;

/** The form. If it was refused, it shows again what the approver typed. */
export type DecisionForm = { comment?: string; problem?: string; connect?: boolean; active_for?: number };

type View = DecisionToRead & {
  form?: DecisionForm;
  offer: ConnectOffer | undefined;
  /** The link's, if forms can be sent from where the page is shown. */
  token?: string;
  now: Date;
};

/** The form to decide, or why this approver can't. */
export const panel = (view: View): Html =>
  html`<section class="card panel" aria-labelledby="answer">${content(view)}</section>`;

const content = (view: View): Html => {
  switch (view.standing) {
    case 'may-decide':
      return html`<h2 id="answer">Your decision</h2>${standIn(view)}${approvals(view)}${form(view)}${consequences(view)}${absenceOf(view)}`;
    case 'has-approved':
      return html`<h2 id="answer">Approvals</h2>${approvals(view)}${absenceOf(view)}`;
    case 'decides-elsewhere':
      return html`<h2 id="answer">Accept in your own account</h2>${standIn(view)}${elsewhere(view.request)}${consequences(view)}${absenceOf(view)}`;
    case 'decides-signed':
      return html`<h2 id="answer">Decide with your AWS credentials</h2>${standIn(view)}${approvals(view)}${signed(view.request)}${consequences(view)}${absenceOf(view)}`;
    case 'away':
      return html`<h2 id="answer">You’re away</h2>${absenceOf(view)}`;
    case 'no-longer-approver':
      return html`<h2 id="answer">You can’t decide this request</h2>
        <p>The account directory doesn’t list you as an approver any more, or you’re the requester. If that’s wrong, contact the network team.</p>${lapses(view)}`;
    case 'not-open':
    case 'decided':
      return html`<h2 id="answer">What happens next</h2>${afterDecision(view.request)}`;
    default:
      return view.standing satisfies never;
  }
};

/** Until when the reader is away, or where they say that they will be. */
const absenceOf = ({ accepterAccount, request, link, token }: View): Html | string =>
  ownAbsence(
    { link, account: accepterAccount, absence: findOwnAbsence(accepterAccount, request, link.person) },
    token,
  );

/** For whom the reader decides, if not for themselves. */
const standIn = ({ accepterAccount, request, link }: View): Html | string => {
  const text = describeStandIn(accepterAccount, request, link.person);
  return text ? html`<p>${text}</p>` : '';
};

const tallyOf = ({ accepterAccount, request }: View): Tally => countApprovals(accepterAccount, request);

const approvals = (view: View): Html | string => {
  const tally = tallyOf(view);
  const given = tally.approvals.filter(({ counts }) => counts !== false).map(({ by }) => describeActor(by));
  return tally.required === 1
    ? ''
    : html`<p><strong>${describeApprovals(tally)}</strong>${
        given.length > 0 ? html`: ${given.join(', ')}` : ''
      }. Any one approver can reject the request.</p>${lapses(view)}`;
};

const lapses = (view: View): Html[] =>
  describeLapses(tallyOf(view)).map((sentence) => html`<p>${sentence}</p>`);

const form = ({
  link,
  request,
  offer,
  form: { comment = '', problem, connect = true, active_for } = {},
}: View): Html => html`<form method="post">
    <input type="hidden" name="form_token" value="${formToken(link)}">
    <label for="comment">Comment</label>
    <p class="hint soft small" id="comment-hint">The requester will see your comment. To reject, you must give a reason.</p>
    ${problem ? html`<p class="hint bad callout" id="comment-problem">${problem}</p>` : ''}
    ${
      problem
        ? html`<textarea id="comment" name="comment" maxlength="${LONGEST_COMMENT}" aria-describedby="comment-problem comment-hint" aria-invalid="true" autofocus>${comment}</textarea>`
        : html`<textarea id="comment" name="comment" maxlength="${LONGEST_COMMENT}" aria-describedby="comment-hint">${comment}</textarea>`
    }
    ${lifeChoice(request, active_for)}${consentHint(offer)}<div class="actions">${consentBox(offer, connect)}
      <button name="decision" value="accept">Accept</button>
      <button name="decision" value="reject" class="stop">Reject</button>
    </div>
    <p class="soft small under">This link is personal: anyone with it can decide as you. Don’t forward it.</p>
  </form>`;

/** An approver can let the connection live for less time than was asked for. */
const lifeChoice = ({ active_for: asked }: PeeringRequest, chosen = asked): Html | string =>
  asked === undefined
    ? ''
    : html`<label for="active_for">How long the connection may be active</label>
      <p class="hint soft small" id="life-hint">Then Peerway deletes it. If approvers choose different times, the shortest counts.</p>
      <select id="active_for" name="active_for" class="life" aria-describedby="life-hint">${lifeOptions([asked, ...LIVES.filter((life) => life < asked).toReversed()], chosen, ', as requested')}</select>`;

const consequences = ({
  offer,
}: View): Html => html`<details open><summary>What accepting does and doesn’t do</summary>
    <ul class="small">
      <li>It connects the two VPCs, so that they can use private IP addresses to reach each other.</li>
      <li>${offer?.consent ? 'It adds routes in your VPC only if you check the box.' : 'It doesn’t add routes.'} Traffic flows only after both sides add routes to each other’s CIDR blocks.</li>
      <li>It doesn’t change security groups or network ACLs.</li>
      <li>Peering isn’t transitive: no other VPC gets access.</li>
      <li>Either side can delete the connection later.</li>
    </ul></details>`;

const signed = ({ id, accepter }: PeeringRequest): Html =>
  html`<p>Account <code>${accepter.owner_id}</code> takes no decisions by link. Sign in to AWS as you do for Peerway’s command line, and run one of these commands.</p>
    ${copyable('Accept', `peerway approve ${id}`)}${copyable('Reject', `peerway reject ${id} --comment 'Why'`)}`;

const elsewhere = (request: PeeringRequest): Html => {
  const { console, accept, reject, terraform } = acceptElsewhere(request);
  return html`<p>Peerway has no role in account <code>${request.accepter.owner_id}</code>, so it can’t accept for you. Use one of these methods. Peerway detects the change within 15 minutes and notifies the requester.</p>
    ${copyable('Console', console, 'prose')}${copyable('Command line', accept)}${copyable('Terraform', terraform)}
    <details><summary>Reject instead</summary>${copyable('Reject command', reject)}</details>`;
};
