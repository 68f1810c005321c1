import { html } from 'hono/html';
import type { ConnectSettings } from '../../domain/connectivity/left-to-do.ts';
import { offerOf } from '../../domain/connectivity/offer.ts';
import { mayDecide } from '../../domain/directory/approvers.ts';
import { countApprovals } from '../../domain/directory/count-approvals.ts';
import { asDecidable } from '../../domain/directory/count-extension.ts';
import { findHeldRule } from '../../domain/directory/rules.ts';
import { type Decidable, findOwnAbsence } from '../../domain/directory/seats.ts';
import { findEarlierApproval } from '../../domain/directory/their-seat.ts';
import type { DecisionToRead } from '../../domain/links/open-decision.ts';
import type { OtherRequests } from '../../domain/mail/send-waiting-list.ts';
import { findOpenExtension } from '../../domain/request/lifetime.ts';
import type { PeeringRequest } from '../../domain/request/peering-request.ts';
import { isSamePerson } from '../../domain/request/person.ts';
import { describeOwnAbsence } from '../../domain/wording/absences.ts';
import { getAccountNames } from '../../domain/wording/account-names.ts';
import { describeActor, describeSubmitter } from '../../domain/wording/actors.ts';
import { describeMissingApprovals } from '../../domain/wording/approvals.ts';
import { describeEarlierRejection, describeOrigin } from '../../domain/wording/found-connection.ts';
import { describeAsked } from '../../domain/wording/life.ts';
import { mailto } from '../../domain/wording/mailto.ts';
import { describeHeldRule } from '../../domain/wording/rules.ts';
import { describeTimeLeft, formatUtc } from '../../domain/wording/times.ts';
import type { Html, Page } from '../../edge/page-handler.ts';
import { checks } from './checks.ts';
import { PICTURE_STYLE } from './connect-picture.ts';
import { CONNECT_STYLE, connectPlan } from './connect-plan.ts';
import { connectStatus } from './connect-status.ts';
import { type DecisionForm, panel } from './decision-panel.ts';
import { extensionPanel } from './extension-panel.ts';
import { history } from './history.ts';
import { layout } from './layout.ts';
import { lifeOf } from './life.ts';
import { otherRequests } from './other-requests.ts';
import { COPY_SCRIPT, callout, ids, moment, quote, vpcPair } from './parts.ts';
import { plannedRemoval } from './removal.ts';
import { unsentMails } from './unsent-mails.ts';
import { refreshOf, verdict } from './verdict.ts';

export type DecisionView = DecisionToRead & {
  form?: DecisionForm;
  connectSettings: ConnectSettings;
  /** Why the form was refused. */
  alert?: { tone: 'urgent' | 'bad'; title: string; text: Html | string };
  /** The link's, if forms can be sent from where the page is shown. */
  token?: string;
  /** What else waits for the reader, and the link's token, to which the form for it is sent. */
  others?: { found: OtherRequests; token: string } | undefined;
  now: Date;
};

const DAY_MS = 86_400_000;

/** The approver's page: the request, its checks, its deadline, and the form. */
export const decisionPage = (view: DecisionView): Page => {
  const { request, link, standing, alert, events, others, now } = view;
  const { requester, accepter } = getAccountNames(view);
  const offer = offerOf(request, view.accepterAccount, view.connectSettings.abilities);
  const said = standing === 'has-approved' ? approved(view) : (moreTimeAsked(view) ?? verdict(view));
  // Commands need the full width, so the panel isn't placed beside the facts.
  const isWide = standing !== 'decides-elsewhere';
  const title = said?.title ?? `${requester} requests VPC peering with ${accepter}`;
  return layout({
    title,
    context: `for ${link.person}`,
    isError: alert !== undefined || view.form?.problem !== undefined,
    ...((standing === 'decides-elsewhere' || request.connectivity || request.extension) && {
      script: COPY_SCRIPT,
    }),
    narrow: !isWide,
    ...((offer || request.connectivity) && { style: CONNECT_STYLE + PICTURE_STYLE }),
    ...refreshOf(request, now),
    content: html`${alert ? callout(alert.tone, html`<p><strong>${alert.title}</strong></p><p>${alert.text}</p>`, 'alert') : ''}
      <h1>${title}</h1>
      ${said ? said.banner : deadline(view)}
      ${plannedRemoval(request)}
      ${unsentMails(view)}
      <div class="${isWide ? 'columns panelled' : ''}">
        <div>
          <section class="card" aria-labelledby="requested"><h2 id="requested">Requested peering</h2>${vpcPair(request, view, 'accepter')}${lifeOf(request)}</section>
          <section class="card" aria-labelledby="why"><h2 id="why">Justification</h2>${quote(request.justification)}
            <p class="soft small">${describeSubmitter(request)}, ${moment(request.created_at)}</p>${contact(request)}</section>
          ${heldRule(view)}${foundOutside(request)}
          ${isStillOpen(view) ? connectPlan(offer, requester, accepter) : connectStatus(view, ['accepter'])}<section class="card" aria-labelledby="checked"><h2 id="checked">Checks</h2>${checks(request, isAsked(view))}</section>
        </div>
        ${extensionPanel(view) ?? panel({ ...view, offer })}
        ${others ? otherRequests(others.found, { link, token: others.token }) : ''}
        <section class="card" aria-labelledby="history"><h2 id="history">History</h2>${history(events)}
          ${ids(request)}</section>
      </div>`,
  });
};

/** The rule because of which the reader is asked. */
const heldRule = ({ accepterAccount, request }: DecisionView): Html | string => {
  const rule = findHeldRule(accepterAccount, request);
  return rule
    ? html`<section class="card" aria-labelledby="rule"><h2 id="rule">Rule</h2><p>${describeHeldRule(rule)}, because:</p>${quote(rule.because)}</section>`
    : '';
};

/** What is different about a connection that was created outside Peerway. */
const foundOutside = (request: PeeringRequest): Html | string => {
  const { earlier_rejection } = request;
  const origin = describeOrigin(request);
  if (!origin) return '';
  const earlier = earlier_rejection
    ? html`<p>${describeEarlierRejection(request, formatUtc)} <code>${earlier_rejection.request_id}</code></p>${earlier_rejection.comment ? quote(earlier_rejection.comment) : ''}`
    : '';
  return html`<section class="card" aria-labelledby="outside"><h2 id="outside">Created outside Peerway</h2><p>${origin}</p>${earlier}</section>`;
};

/** Whom the approver can ask. */
const contact = ({ contact_email, id }: PeeringRequest): Html | string =>
  contact_email
    ? html`<p class="small">Questions? Ask <a href="${mailto(contact_email, `Peering request ${id}`)}">${contact_email}</a></p>`
    : '';

/** The confirmation for an approver whose approval isn't the last one, or whose seat has one. */
const approved = ({ accepterAccount, request, link }: DecisionView): { title: string; banner: Html } => {
  const earlier = findEarlierApproval(accepterAccount, request, link.person);
  const who = !earlier || isSamePerson(earlier.by.id, link.person) ? 'You' : describeActor(earlier.by);
  const title = `${who} approved this. ${describeMissingApprovals(countApprovals(accepterAccount, request))}`;
  const until = request.expires_at ? html` The deadline is ${moment(request.expires_at)}.` : '';
  return {
    title,
    banner: callout(
      'good',
      html`<p><strong>${title}</strong></p><p>You don’t need to do anything else.${until}</p>`,
      'status',
    ),
  };
};

/** Whether the reader can still learn what accepting does. */
const isStillOpen = (view: DecisionView): boolean =>
  isAsked(view) || view.standing === 'has-approved' || view.standing === 'away';

/** Whether the reader still has to decide. */
const isAsked = ({ standing }: DecisionView): boolean =>
  standing === 'may-decide' || standing === 'decides-elsewhere';

/** Where the reader decides, or who does while they are away. */
const whoAnswers = (
  { accepterAccount, link }: DecisionView,
  asked: Decidable,
  isReader: boolean,
): Html | string => {
  const absence = findOwnAbsence(accepterAccount, asked, link.person);
  if (absence) return html`<p>${describeOwnAbsence(absence, accepterAccount)}</p>`;
  return isReader ? html`<p><a class="to-answer" href="#answer">Go to your decision</a></p>` : '';
};

/** What an approver reads first while more time is asked for. Nothing if nobody asks. */
const moreTimeAsked = (view: DecisionView): { title: string; banner: Html } | undefined => {
  const { request, accepterAccount, link, now } = view;
  const extension = findOpenExtension(request, now);
  if (!extension) return undefined;
  const asked = asDecidable({ ...request, extension });
  return {
    title: describeAsked(view, extension),
    banner: callout(
      'neutral',
      html`<p><strong>Without a decision, Peerway deletes the connection on ${moment(extension.ends_at)}</strong></p>${whoAnswers(view, asked, mayDecide(accepterAccount, asked, link.person))}`,
    ),
  };
};

const deadline = (view: DecisionView): Html => {
  const {
    request: { expires_at },
    now,
  } = view;
  if (!expires_at)
    return callout('neutral', html`<p>There’s no deadline yet: EC2 hasn’t opened the acceptance window.</p>`);
  const left = describeTimeLeft(expires_at, now);
  const isShort = Date.parse(expires_at) - now.getTime() < DAY_MS;
  return callout(
    isShort ? 'urgent' : 'neutral',
    left
      ? html`<p><strong>${left} left</strong></p><p>The deadline is ${moment(expires_at)}. After that, nobody can accept this request.</p>${whoAnswers(view, view.request, isAsked(view))}`
      : html`<p><strong>The acceptance window has closed</strong></p><p>The deadline was ${moment(expires_at)}.</p>`,
  );
};
