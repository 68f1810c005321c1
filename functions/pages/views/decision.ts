import { html } from 'hono/html';
import type { PeeringRequest, Side } from '../../domain/peering-request.ts';
import type { Account } from '../../domain/ports.ts';
import type { Html } from '../../edge/page-handler.ts';
import { layout } from './layout.ts';

export type DecisionView = {
  request: PeeringRequest;
  requesterAccount: Account | undefined;
  accepterAccount: Account | undefined;
  /** Present where this person may decide now. */
  form_token?: string;
  /** Why the form was not taken, or who was faster. */
  message?: string;
  now: Date;
};

/** What an approver sees: what is asked for, until when, and the two buttons or how it was decided. */
export const decisionPage = (view: DecisionView): Html => {
  const { request, message } = view;
  return layout(
    titleOf(request),
    html`<h1>${titleOf(request)}</h1>
    ${message ? html`<p role="alert"><strong>${message}</strong></p>` : ''}
    <div class="sides">
      ${side('Requester', request.requester, view.requesterAccount)}
      <div class="arrow" aria-hidden="true">asks &rarr;</div>
      ${side('Accepter', request.accepter, view.accepterAccount)}
    </div>
    <h2>Why</h2>
    <blockquote>${request.justification}</blockquote>
    <p class="soft">${request.id}, submitted by ${request.submitted_by} at ${utc(request.created_at)}${
      request.vpc_peering_connection_id ? html`, <code>${request.vpc_peering_connection_id}</code>` : ''
    }</p>
    ${state(view)}`,
  );
};

const titleOf = (request: PeeringRequest): string => {
  switch (request.status) {
    case 'submitted':
    case 'pending-acceptance':
      return request.decision ? 'This VPC peering is decided' : 'Accept this VPC peering?';
    case 'provisioning':
      return 'VPC peering is being set up';
    case 'active':
    case 'rejected':
    case 'expired':
    case 'failed':
    case 'cancelled':
    case 'deleted':
      return `VPC peering ${request.status}`;
    default:
      return request.status satisfies never;
  }
};

const side = (role: string, { vpc_id, owner_id, region }: Side, account: Account | undefined): Html =>
  html`<div class="side"><span class="soft">${role}</span><b>${account?.name ?? 'account not in the directory'}</b>
    <code>${vpc_id}</code><br>account ${owner_id}<br>${region}</div>`;

const state = (view: DecisionView): Html => {
  const { request, form_token } = view;
  if (request.decision) {
    const { kind, by, at, comment } = request.decision;
    return html`<h2>Decision</h2>
      <p><strong>${kind}</strong> by ${by.id} at ${utc(at)}. The request is ${request.status}.</p>
      ${comment ? html`<blockquote>${comment}</blockquote>` : ''}`;
  }
  if (request.failure) return html`<h2>What happened</h2><p>${request.failure.message}</p>`;
  const until = request.expires_at
    ? html`<p>Open until <time datetime="${request.expires_at}">${utc(request.expires_at)}</time> (${timeLeft(request.expires_at, view.now)}). Nobody can accept it after that.</p>`
    : html`<p>EC2 has not opened it for a decision yet.</p>`;
  const soFar = approvals(request);
  if (!form_token) return html`${until}${soFar}${view.accepterAccount?.onboarded ? '' : elsewhere(request)}`;
  return html`${until}${soFar}
    <form method="post">
      <input type="hidden" name="form_token" value="${form_token}">
      <label for="comment">Comment</label>
      <p class="soft" id="comment-hint">Needed to reject; the requester reads it.</p>
      <textarea id="comment" name="comment" maxlength="1000" aria-describedby="comment-hint"></textarea>
      <div class="actions">
        <button class="go" name="decision" value="accept">Accept</button>
        <button class="stop" name="decision" value="reject">Reject</button>
      </div>
    </form>
    <p class="soft">Accepting connects the two VPCs. Traffic flows once both sides add routes and allow it in their security groups.</p>`;
};

const approvals = ({ approvals, required_approvals }: PeeringRequest): Html | string =>
  required_approvals === 1
    ? ''
    : html`<h2>${approvals.length} of ${required_approvals} approvals</h2>
      <ul>${approvals.map(({ by, at }) => html`<li>${by.id}, ${utc(at)}</li>`)}</ul>`;

/** For an account in which Peerway has no role. */
const elsewhere = ({ accepter, vpc_peering_connection_id: id }: PeeringRequest): Html =>
  html`<h2>Accept it in your own account</h2>
    <p>Peerway has no role in account ${accepter.owner_id}. In its VPC console, in ${accepter.region}, open Peering
    connections, select <code>${id}</code> and choose Actions, Accept request. Or on the command line:</p>
    <pre>aws ec2 accept-vpc-peering-connection --region ${accepter.region} --vpc-peering-connection-id ${id}</pre>
    <p>Or in Terraform:</p>
    <pre>resource "aws_vpc_peering_connection_accepter" "this" {
  vpc_peering_connection_id = "${id}"
  auto_accept               = true
}</pre>
    <p>Peerway finds it there and tells the requester.</p>`;

const utc = (time: string): string => `${time.slice(0, 16).replace('T', ' ')} UTC`;

const timeLeft = (until: string, now: Date): string => {
  const minutes = Math.floor((Date.parse(until) - now.getTime()) / 60_000);
  if (minutes <= 0) return 'over now';
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)];
  if (days > 0) return `${days} d ${hours} h left`;
  return hours > 0 ? `${hours} h ${minutes % 60} min left` : `${minutes} min left`;
};
