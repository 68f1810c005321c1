import { html } from 'hono/html';
import { deleteElsewhere } from '../../domain/connection/refuse-delete.ts';
import type { ConnectSettings } from '../../domain/connectivity/left-to-do.ts';
import { mayWithdraw } from '../../domain/decision/withdraw-by-link.ts';
import { countApprovals } from '../../domain/directory/count-approvals.ts';
import { mayExtend } from '../../domain/lifetime/extend-by-link.ts';
import { formToken } from '../../domain/links/form-token.ts';
import { sideOf, sidesOf } from '../../domain/links/open-link.ts';
import type { OpenedStatus } from '../../domain/links/open-status.ts';
import type { PeeringRequest } from '../../domain/request/peering-request.ts';
import { mayOpenNew, mayResubmit } from '../../domain/submission/resubmit.ts';
import { getAccountNames } from '../../domain/wording/account-names.ts';
import { describeArn } from '../../domain/wording/actors.ts';
import { describeApprovals, describeLapses } from '../../domain/wording/approvals.ts';
import { describeStatus } from '../../domain/wording/statuses.ts';
import { describeTimeLeft } from '../../domain/wording/times.ts';
import type { Html, Page } from '../../edge/page-handler.ts';
import { PICTURE_STYLE } from './connect-picture.ts';
import { connectStatus } from './connect-status.ts';
import { history } from './history.ts';
import { layout } from './layout.ts';
import { endsSoon, extensionOf, LIVES, lifeOf, lifeOptions } from './life.ts';
import {
  COPY_SCRIPT,
  callout,
  copyable,
  ids,
  moment,
  quote,
  readOnlyContext,
  statusChip,
  vpcPair,
} from './parts.ts';
import { plannedRemoval } from './removal.ts';
import { showsWindow, TIMELINE_STYLE, timeline } from './timeline.ts';
import { marksOf } from './timeline-marks.ts';
import { unsentMails } from './unsent-mails.ts';
import { refreshOf, verdict } from './verdict.ts';

export type StatusView = OpenedStatus & {
  /** Leads back to the board, if the page was opened from there. */
  boardToken?: string;
  /** The link's, to which forms are sent. The board has none. */
  token?: string;
  /** Why the form was refused. */
  alert?: { title: string; text: string };
  connectSettings: ConnectSettings;
  now: Date;
};

/**
 * The requester's page: the window as a timeline, the history, and how to submit the request again. To the network
 * team, who open it from the board, and to members, who got a link from the API, it only shows.
 */
export const statusPage = (view: StatusView): Page => {
  const { request, link, events, alert, boardToken, now } = view;
  const { requester, accepter } = getAccountNames(view);
  const said = verdict(view);
  const title = said?.title ?? `${requester} → ${accepter}`;
  const marks = marksOf(request, events, view.accepterAccount, now);
  return layout({
    title,
    context: contextOf(link),
    isError: alert !== undefined,
    narrow: true,
    style: request.connect || request.connectivity ? TIMELINE_STYLE + PICTURE_STYLE : TIMELINE_STYLE,
    ...((request.connectivity || request.origin) && { script: COPY_SCRIPT }),
    ...refreshOf(request, now),
    content: html`${boardToken ? html`<p><a href="../../${boardToken}">All open requests</a></p>` : ''}${alert ? callout('bad', html`<p><strong>${alert.title}</strong></p><p>${alert.text}</p>`, 'alert') : ''}
      <h1>${title}</h1>
      ${said?.banner ?? waiting(view)}
      ${plannedRemoval(request)}${endsSoon(request, mayExtend(view, now), now)}
      ${unsentMails(view)}
      ${again(view)}
      ${connectStatus(view, sidesOf(view))}
      <section class="card" aria-labelledby="window"><h2 id="window">${showsWindow(request.status) ? 'Acceptance window' : 'Timeline'}</h2>${timeline(marks, request.status, now)}</section>
      <section class="card" aria-labelledby="requested"><h2 id="requested">Requested peering</h2>${vpcPair(request, view, sideOf(view))}${lifeOf(request)}</section>
      <section class="card" aria-labelledby="why"><h2 id="why">Justification</h2>${quote(request.justification)}</section>
      <section class="card" aria-labelledby="trail"><h2 id="trail">History</h2>${history(events)}${facts(request)}</section>
      ${moreTime(view)}${withdrawal(view)}`,
  });
};

/** The corner of the page: whose link it is, and until when it shows the page if it does nothing else. */
const contextOf = (link: StatusView['link']): Html | string => {
  switch (link.purpose) {
    case 'board':
      return readOnlyContext(link);
    case 'read':
      return html`for ${describeArn(link.person)}, ${readOnlyContext(link)}`;
    default:
      return `for ${link.person}`;
  }
};

const waiting = (view: StatusView): Html => {
  const { request, accepterAccount, now } = view;
  const { accepter } = getAccountNames(view);
  const left = request.expires_at && describeTimeLeft(request.expires_at, now);
  if (!request.expires_at || !left) {
    return callout('neutral', html`<p><strong>The request is ${describeStatus(request.status)}</strong></p>`);
  }
  const where = accepterAccount?.onboarded
    ? ''
    : html`<p>Its approvers must accept the request in their own account, because Peerway has no role there.</p>`;
  return callout(
    'neutral',
    html`<p><strong>Waiting for ${accepter}: ${left} left</strong></p><p>The deadline is ${moment(request.expires_at)}. ${progress(view)}</p>${where}`,
  );
};

const progress = ({ accepterAccount, request }: StatusView): string => {
  const tally = countApprovals(accepterAccount, request);
  return tally.required > 1 ? [`${describeApprovals(tally)}.`, ...describeLapses(tally)].join(' ') : '';
};

/** Submits the same request again with one click. */
const again = (view: StatusView): Html | string => {
  const { request, holder } = view;
  if (!mayResubmit(view)) return '';
  const heading = html`<h2 id="again">Resubmit</h2>`;
  if (holder) {
    return html`<section class="card" aria-labelledby="again">${heading}<p>${
      holder.resubmitted_from === request.id
        ? 'You resubmitted this request'
        : 'Another request between these VPCs is open'
    }: <code>${holder.id}</code> ${statusChip(holder.status)}</p>${
      mayOpenNew(view, holder) ? post(view, 'status', html`<button>Open the new request</button>`) : ''
    }</section>`;
  }
  return html`<section class="card" aria-labelledby="again">${heading}
    <p>Submits a new request between the same VPCs with the same justification. Peerway runs the checks again, and the new request gets its own seven days.</p>
    ${post(view, 'status', html`<button>Resubmit request</button>`)}</section>`;
};

/** Withdraws the request, in two clicks. */
const withdrawal = (view: StatusView): Html | string =>
  mayWithdraw(view, view.now)
    ? html`<section class="card" aria-labelledby="withdraw"><h2 id="withdraw">Withdraw</h2>
        <details><summary>Withdraw this request</summary>
          <p>Its approvers can’t decide it any more, and EC2 deletes the connection. You can resubmit it later.</p>
          ${post(view, 'withdrawals', html`<button class="stop">Withdraw request</button>`)}</details></section>`
    : deleteOutside(view);

/** What Peerway didn't create is withdrawn where it was created. */
const deleteOutside = ({ request, link }: StatusView): Html | string =>
  link.purpose === 'view' && request.origin && request.status === 'pending-acceptance' && !request.decision
    ? html`<section class="card" aria-labelledby="withdraw"><h2 id="withdraw">Withdraw</h2>
        <p>Peerway didn’t create this connection. To withdraw it, delete it with the tool that created it, or in account ${request.requester.owner_id} with:</p>
        ${copyable('Command line', deleteElsewhere(request))}</section>`
    : '';

/** More time: what became of it, and the form. */
const moreTime = (view: StatusView): Html | string => {
  const { request, link, token, accepterAccount, now } = view;
  const asked = extensionOf(request, accepterAccount);
  const form = mayExtend(view, now)
    ? html`<form method="post" action="../extensions/${token}"><input type="hidden" name="form_token" value="${formToken(link)}">
        <label for="extends_by">How much longer</label><select id="extends_by" name="extends_by" class="life">${lifeOptions(LIVES, 7 * 86_400)}</select>
        <label for="reason">Reason</label><p class="hint soft small" id="reason-hint">The approvers will see it.</p>
        <textarea id="reason" name="reason" required maxlength="1000" aria-describedby="reason-hint"></textarea>
        <button>Ask for more time</button></form>`
    : '';
  return asked || form
    ? html`<section class="card" aria-labelledby="more-time"><h2 id="more-time">More time</h2>${asked}${form}</section>`
    : '';
};

const post = ({ link, token }: StatusView, to: 'status' | 'withdrawals', button: Html): Html => {
  const value = formToken(link, to === 'status' ? 'resubmit' : undefined);
  return html`<form method="post" action="../${to}/${token}"><input type="hidden" name="form_token" value="${value}">${button}</form>`;
};

const facts = (request: PeeringRequest): Html =>
  ids(
    request,
    request.resubmitted_from
      ? html`<dt>Resubmission of</dt><dd><code>${request.resubmitted_from}</code></dd>`
      : '',
  );
