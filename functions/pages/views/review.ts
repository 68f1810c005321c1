import { html } from 'hono/html';
import type { Account } from '../../domain/directory/ports.ts';
import { findAbsence } from '../../domain/directory/seats.ts';
import { markOf, type NotRecorded } from '../../domain/lifetime/answer-review.ts';
import type { OpenedReview, ReviewRow, RowStanding } from '../../domain/lifetime/open-review.ts';
import { formToken } from '../../domain/links/form-token.ts';
import type { PeeringRequest, RequestId } from '../../domain/request/peering-request.ts';
import { answersIn, standingAnswer } from '../../domain/request/review.ts';
import { describeStandIn } from '../../domain/wording/absences.ts';
import { getAccountName } from '../../domain/wording/account-names.ts';
import { describeActor, describeSubmitter } from '../../domain/wording/actors.ts';
import { describeConnectivity } from '../../domain/wording/connectivity.ts';
import { capitalize } from '../../domain/wording/statuses.ts';
import type { Html, Page } from '../../edge/page-handler.ts';
import { ownAbsence } from './absence.ts';
import { layout } from './layout.ts';
import { callout, moment, quote } from './parts.ts';

export const LONGEST_REASON = 1000;

/** What the reader typed, and what is wrong with it, if the form was refused. */
export type ReviewForm = ReadonlyMap<RequestId, { answer?: string; reason: string; problem?: string }>;

export type ReviewView = OpenedReview & {
  token: string;
  accounts: readonly Account[];
  form?: ReviewForm;
  alert?: { title: string; text: Html | string };
  now: Date;
};

const REVIEW_STYLE = `
.row h2 { margin-bottom: .125rem; }
.row .vpcs { margin: 0 0 .5rem; }
.choice { display: grid; grid-template-columns: 1fr 1fr; gap: .625rem; border: 0; margin: .75rem 0 0; padding: 0; }
.choice label { display: flex; align-items: center; gap: .5rem; min-height: 2.75rem; padding: .25rem .75rem; border: 1px solid var(--edge); border-radius: .5rem; cursor: pointer; }
.choice input { width: 1.25rem; height: 1.25rem; margin: 0; accent-color: var(--bar); }
.choice label:has(:checked) { border-color: var(--bar); box-shadow: inset 0 0 0 1px var(--bar); background: var(--inset); }
.why { margin: .75rem 0 0; }
.why input { width: 100%; padding: .625rem .75rem; font: inherit; color: inherit; background: var(--card); border: 1px solid var(--edge); border-radius: .5rem; }
@supports selector(:has(a)) { .row:not(:has([value=remove]:checked)) .why { display: none; } }
.said { list-style: none; padding: 0; margin: .5rem 0 0; }
.actions .quiet { min-height: 3rem; font-size: 1rem; }
.actions button:only-of-type { grid-column: 1 / -1; }
`;

/** All connections of one review, each with what is known of it, and one form for the answers. */
export const reviewPage = (view: ReviewView): Page => {
  const { account, link, rows, standing, form, alert } = view;
  const name = getAccountName(account, link.account_id);
  const title = `Review ${count(rows.length)} of ${name}`;
  const isForm = standing === 'may-answer' && rows.some((row) => mayRemove(row.standing));
  const [first, ...more] = [...(form ?? [])].flatMap(([id, { problem }]) => (problem ? [id] : []));
  return layout({
    title,
    context: `for ${link.person}`,
    narrow: true,
    style: REVIEW_STYLE,
    isError: alert !== undefined || first !== undefined,
    content: html`${alert ? callout('bad', html`<p><strong>${alert.title}</strong></p><p>${alert.text}</p>`, 'alert') : ''}
      ${first ? callout('bad', html`<p><strong>Nothing was saved yet</strong></p><p>${more.length === 0 ? 'One connection needs' : `${more.length + 1} connections need`} a valid reason. <a href="#reason-${first}">Go to the ${more.length === 0 ? 'connection' : 'first one'}</a></p>`, 'alert') : ''}
      <h1>${title}</h1>
      ${summary(view)}
      ${isForm ? formFor(view, name) : rows.map((row) => card(row, view, name, false))}`,
  });
};

const formFor = (view: ReviewView, name: string): Html =>
  html`<form method="post"><input type="hidden" name="form_token" value="${formToken(view.link)}">
    ${view.rows.map((row) => card(row, view, name, true))}
    <p class="soft small">A connection that you remove stays until the end of the grace period. Until then, you and the other approvers can change the answer here. Peerway notifies the other side at once. This link is personal: anyone with it can answer as you.</p>
    <div class="actions"><button>Save answers</button>${
      view.rows.some((row) => row.standing === 'open' && !standingAnswer(row.request, view.review.started_at))
        ? html`<button name="rest" value="keep" class="quiet">Keep all others</button>`
        : ''
    }</div></form>`;

const count = (number: number): string => `${number} ${number === 1 ? 'connection' : 'connections'}`;

const summary = (view: ReviewView): Html => {
  const { rows, review, standing, account, now } = view;
  const answers = rows
    .filter((row) => row.standing === 'open' || row.standing === 'own' || row.standing === 'away')
    .map(({ request }) => standingAnswer(request, review.started_at)?.answer);
  const of = (wanted: 'keep' | 'remove' | undefined) => answers.filter((each) => each === wanted).length;
  const left = of(undefined);
  const counts = [
    ...(left > 0 ? [`${left} without an answer`] : []),
    ...(of('keep') > 0 ? [`${of('keep')} kept`] : []),
    ...(of('remove') > 0 ? [`${of('remove')} to be removed`] : []),
  ].join(', ');
  const isLate = now.toISOString() >= review.due_at;
  const silence =
    account?.review_unanswered === 'remove'
      ? 'Connections about which nobody answers are removed.'
      : 'Connections about which nobody answers stay.';
  return callout(
    left > 0 && standing === 'may-answer' ? (isLate ? 'urgent' : 'neutral') : 'good',
    html`<p><strong>${capitalize(counts) || 'Nothing is left to review'}</strong></p>${
      left > 0
        ? html`<p>${isLate ? 'The review was due on' : 'Answer by'} ${moment(review.due_at)}. ${silence}</p>`
        : ''
    }${standing === 'may-answer' ? standInOf(view) : html`<p>${WHY_NOT[standing]}</p>`}`,
    'status',
  );
};

/** For whom the reader answers, or who answers for them. */
const standInOf = ({ account, link, rows, token }: ReviewView): Html | string => {
  const own = rows.find((row) => row.standing === 'open');
  const absence = rows.some((row) => row.standing === 'away') && findAbsence(account, link.person);
  const standIn = own && describeStandIn(account, own.request, link.person);
  return html`${standIn ? html`<p>${standIn}</p>` : ''}${ownAbsence({ link, account, absence: absence || undefined }, token)}`;
};

const WHY_NOT = {
  'no-longer-approver':
    'You can’t answer: the account directory doesn’t list you as an approver of this account any more. If that’s wrong, contact the network team.',
  'answers-signed':
    'You can’t answer here: this account takes no decisions by link. To remove a connection, sign in to AWS and run peerway cancel with the ID of its request.',
  over: 'You can’t answer any more: this link has expired.',
} as const;

const mayRemove = (standing: RowStanding): boolean => standing === 'open' || standing === 'own';

const card = (row: ReviewRow, view: ReviewView, name: string, isForm: boolean): Html => {
  const { request } = row;
  const { id, requester, accepter, justification, contact_email } = request;
  const from = getAccountName(
    view.accounts.find(({ account_id }) => account_id === requester.owner_id),
    requester.owner_id,
  );
  return html`<section class="card row" aria-labelledby="of-${id}"><h2 id="of-${id}">${from} → ${name}<span class="unseen"> ${id}</span></h2>
    <p class="soft small vpcs"><code>${requester.vpc_id}</code> in ${requester.region}<br>→ <code>${accepter.vpc_id}</code> in ${accepter.region}</p>
    ${quote(justification)}
    <dl class="facts small"><dt>Requested by</dt><dd>${describeSubmitter(request)}${contact_email ? html`<br>Contact: ${contact_email}` : ''}</dd>
      <dt>Since</dt><dd>${moment(request.decision?.at ?? request.created_at)}</dd>
      <dt>Connectivity</dt><dd>${request.connectivity ? capitalize(describeConnectivity(request.connectivity.state)) : 'Peerway doesn’t watch it'}</dd>
      <dt>Last change</dt><dd>${lastChange(request)}</dd>
      <dt>Connection</dt><dd><code>${request.vpc_peering_connection_id ?? 'unknown'}</code></dd></dl>
    ${said(request, view)}
    ${isForm && mayRemove(row.standing) ? choice(row, view) : why(row.standing)}</section>`;
};

/** What happened last, as far as it is on the record; mails are no change. */
const lastChange = ({
  decision,
  created_at,
  connectivity,
  removal,
  review,
  extension,
}: PeeringRequest): Html => {
  const changes: [what: string, at: string][] = [
    ['Submitted', created_at],
    ...(decision ? [['Accepted', decision.at] as [string, string]] : []),
    ...(connectivity ? [['Connectivity changed', connectivity.since] as [string, string]] : []),
    ...(extension ? [['More time requested', extension.at] as [string, string]] : []),
    ...(review?.answers ?? []).map(({ at }): [string, string] => ['Reviewed', at]),
    ...(removal ? [['Removal planned', removal.at] as [string, string]] : []),
  ];
  const [what, at] = changes.reduce((last, each) => (each[1] >= last[1] ? each : last));
  return html`${what}, ${moment(at)}`;
};

/** Everybody's answer. The last one holds. */
const said = (request: PeeringRequest, { review, link }: ReviewView): Html | string => {
  const answers = answersIn(request, review.started_at);
  const { removal } = request;
  const who = (id: string, by: string) => (id === link.person ? 'You' : by);
  const lines = answers.map(
    ({ answer, by, at, comment }) =>
      html`<li class="small"><strong>${who(by.id, describeActor(by))}: ${answer}</strong> <span class="soft">${moment(at)}</span>${comment ? quote(comment) : ''}</li>`,
  );
  const planned = removal
    ? callout(
        'urgent',
        html`<p>Peerway removes this connection on ${moment(removal.due_at)}${removal.by.kind === 'rule' ? ', because nobody answered' : ''}.</p>`,
      )
    : '';
  return lines.length > 0 || removal ? html`<ol class="said">${lines}</ol>${planned}` : '';
};

const choice = ({ request, standing }: ReviewRow, { review, form }: ReviewView): Html => {
  const { id } = request;
  const typed = form?.get(id);
  const chosen = typed?.answer ?? standingAnswer(request, review.started_at)?.answer;
  const box = (value: 'keep' | 'remove', label: string): Html =>
    chosen === value
      ? html`<label><input type="radio" name="answer-${id}" value="${value}" checked> ${label}</label>`
      : html`<label><input type="radio" name="answer-${id}" value="${value}"> ${label}</label>`;
  const { reason = '', problem } = typed ?? {};
  const described = problem ? `problem-${id}` : `hint-${id}`;
  return html`<input type="hidden" name="shown-${id}" value="${markOf(request, review.started_at)}">
    <fieldset class="choice"><legend class="unseen">Is this connection still needed?</legend>${
      standing === 'open' ? box('keep', 'Keep') : ''
    }${box('remove', 'Remove')}</fieldset>
    ${standing === 'own' ? html`<p class="soft small">You requested it, so another approver has to keep it.</p>` : ''}
    <div class="why"><label for="reason-${id}">Reason to remove it</label>
      ${problem ? html`<p class="hint bad callout" id="problem-${id}">${problem}</p>` : html`<p class="hint soft small" id="hint-${id}">Required. The other side sees it.</p>`}
      ${
        problem
          ? html`<input type="text" id="reason-${id}" name="reason-${id}" value="${reason}" maxlength="${LONGEST_REASON}" aria-describedby="${described}" aria-invalid="true">`
          : html`<input type="text" id="reason-${id}" name="reason-${id}" value="${reason}" maxlength="${LONGEST_REASON}" aria-describedby="${described}">`
      }</div>`;
};

const WHY = {
  open: '',
  own: '',
  away: 'Whoever decides for you answers here.',
  'being-removed': 'The connection is being deleted.',
  ended: 'The connection has been deleted.',
  'reviewed-since': 'A later review has an answer.',
} as const satisfies Record<RowStanding, string>;

const why = (standing: RowStanding): Html | string => (WHY[standing] ? html`<p>${WHY[standing]}</p>` : '');

const WHY_NOT_RECORDED = {
  'answered-meanwhile': 'somebody answered after you opened the page',
  own: 'another approver has to keep what you requested',
  away: 'you’re away, and somebody else answers',
  'being-removed': 'the connection is being deleted',
  ended: 'the connection has been deleted',
  'reviewed-since': 'a later review has an answer',
} as const satisfies Record<NotRecorded['why'], string>;

/** Which answers weren't recorded, and why. The others were. */
export const describeNotRecorded = (not_recorded: readonly NotRecorded[]): Html =>
  html`${not_recorded.map(
    ({ request, why: reason }) =>
      html`<code>${request.requester.vpc_id}</code> → <code>${request.accepter.vpc_id}</code>: ${WHY_NOT_RECORDED[reason]}.<br>`,
  )}Your other answers were saved.`;
