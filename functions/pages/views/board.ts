import { html } from 'hono/html';
import { countApprovals } from '../../domain/directory/count-approvals.ts';
import type { Account } from '../../domain/directory/ports.ts';
import {
  type Board,
  type BoardEntry,
  type BoardFilter,
  type BoardPlace,
  CHECKED_FOR_STUCK,
  SHOWN_STATUSES,
} from '../../domain/overview/board.ts';
import type { ConnectivityState } from '../../domain/request/connect.ts';
import type { PeeringRequest } from '../../domain/request/peering-request.ts';
import { getAccountName } from '../../domain/wording/account-names.ts';
import { describeConnectivity } from '../../domain/wording/connectivity.ts';
import { formatCounted, formatNumber } from '../../domain/wording/counts.ts';
import { endOf } from '../../domain/wording/life.ts';
import { describeDecision, describeStatus } from '../../domain/wording/statuses.ts';
import { describeCount, describeTimeLeft } from '../../domain/wording/times.ts';
import type { Html, Page } from '../../edge/page-handler.ts';
import { type Axis, axisOf, BOARD_STYLE, bar, scale } from './board-bars.ts';
import { boardTabs } from './board-tabs.ts';
import { layout } from './layout.ts';
import { moment, readOnlyContext, statusChip, type Tone } from './parts.ts';

export type BoardView = Board & {
  filter: BoardFilter;
  /** The token of the board's link, under which the requests' pages are. */
  token: string;
  /** When the link expires: UTC, ISO 8601. */
  expires_at: string;
  now: Date;
};

/** Open windows for the network team, as bars on a shared time axis. The next to expire is at the top. */
export const boardPage = (view: BoardView): Page => {
  const { entries, accounts, filter, token, now } = view;
  const axis = axisOf(
    entries.map(({ request }) => request),
    now,
  );
  const isActive = filter.status === 'active';
  const heading = isActive ? 'Active connections' : 'Open requests';
  const known = new Map(accounts.map((account) => [account.account_id, account]));
  return layout({
    title: heading,
    context: readOnlyContext(view),
    style: BOARD_STYLE,
    content: html`<h1>${heading}</h1>
      ${boardTabs('requests')}
      <p>${summary(view)} As of ${moment(now.toISOString())}.</p>
      ${filters(view)}
      ${
        entries.length === 0
          ? html`<div class="card"><p>${nothingFound(view, heading)}</p></div>`
          : html`<div class="card board">${isActive ? '' : scale(axis)}<ol>${entries.map((entry) => row(entry, known, `${token}/requests`, axis, now))}</ol></div>`
      }
      ${pages(view)}`,
  });
};

const isFiltered = ({ account, status, stuck }: BoardFilter): boolean =>
  account !== undefined || status !== undefined || stuck === true;

const nothingFound = ({ filter, account, next }: BoardView, heading: string): string => {
  if (filter.account && !account && !/^\d{12}$/.test(filter.account))
    return `No account, or more than one, has “${filter.account}” in its name. Choose one from the list.`;
  if (filter.stuck && next) return `None of the requests that were checked is stuck.`;
  return `No ${heading.toLowerCase()}${isFiltered(filter) ? ' match these filters' : ''}.`;
};

const summary = (view: BoardView): Html => {
  const { entries, filter, pending, next } = view;
  const stuck = entries.filter(({ stuck: why }) => why).length;
  if (pending) {
    return html`${formatCounted(pending.all)} ${pending.all.count === 1 ? 'request is' : 'requests are'} waiting for a decision, <strong>${formatCounted(pending.soon)} with a deadline within 24 hours</strong>.${stuck > 0 ? html` <strong>${stuck} of this page ${stuck === 1 ? 'is' : 'are'} stuck.</strong>` : ''}`;
  }
  const isPart = next !== undefined || filter.from !== undefined;
  if (filter.stuck && isPart) {
    return html`${entries.length} stuck. This page checked up to ${formatNumber(CHECKED_FOR_STUCK)} requests of each status, the earliest deadlines first.`;
  }
  if (isPart)
    return html`${entries.length} ${filter.status === 'active' ? 'active connections' : 'open requests'} on this page.`;
  return filter.status === 'active' ? activeSummary(entries) : openSummary(entries.length, stuck);
};

const openSummary = (open: number, stuck: number): Html =>
  html`${open === 1 ? '1 request is open' : `${open} requests are open`}${
    stuck > 0 ? html`, <strong>${stuck} stuck</strong>` : ''
  }.`;

const activeSummary = (entries: readonly BoardEntry[]): Html => {
  const states = entries.flatMap(({ request }) => request.connectivity?.state ?? []);
  const left = states.filter((state) => state === 'partial' || state === 'not-connected').length;
  return html`${entries.length === 1 ? '1 connection is active' : `${entries.length} connections are active`}${
    left > 0 ? html`, <strong>${left} not fully connected</strong>` : ''
  }.`;
};

const CONNECTIVITY_TONES = {
  connected: 'good',
  partial: 'urgent',
  'not-connected': 'bad',
  unknown: 'neutral',
} as const satisfies Record<ConnectivityState, Tone>;

/** Nothing for a request to which nobody asked to connect. */
const connectivityChip = ({ connectivity }: PeeringRequest): Html | string =>
  connectivity
    ? html`<span class="chip ${CONNECTIVITY_TONES[connectivity.state]}">${describeConnectivity(connectivity.state)}</span>`
    : '';

const removalChip = ({ status, removal, teardown }: PeeringRequest): Html | string =>
  status === 'active' && removal && !teardown
    ? html`<span class="chip urgent">to be removed ${moment(removal.due_at)}</span>`
    : '';

/** With hundreds of accounts, typing a part of a name finds one sooner than a list does. */
const filters = ({ accounts, account, filter }: BoardView): Html => html`<form method="get" class="filters">
    <div><label for="account">Account</label><input id="account" name="account" list="accounts" autocomplete="off" placeholder="All accounts" value="${account ? nameAndId(account) : (filter.account ?? '')}"><datalist id="accounts">${accounts
      .toSorted((one, other) => (one.name < other.name ? -1 : 1))
      .map((each) => html`<option value="${nameAndId(each)}"></option>`)}</datalist></div>
    <div><label for="status">Status</label><select id="status" name="status"><option value="">All open requests</option>${SHOWN_STATUSES.map(
      (status) => option(status, describeStatus(status), filter.status === status),
    )}${option('stuck', 'stuck', filter.stuck === true)}</select></div>
    <button class="quiet">Apply filters</button>
  </form>`;

const nameAndId = ({ name, account_id }: Account): string => `${name} (${account_id})`;

const pages = ({ filter, next }: BoardView): Html | string =>
  next || filter.from
    ? html`<nav class="pages" aria-label="Pages">${filter.from ? html`<a href="?${query(filter)}">First page</a>` : ''}${
        next ? html`<a href="?${query(filter, next)}">Next page</a>` : ''
      }</nav>`
    : '';

const query = ({ account, status, stuck }: BoardFilter, from?: BoardPlace): string =>
  new URLSearchParams({
    ...(account && { account }),
    ...(stuck ? { status: 'stuck' } : status && { status }),
    ...(from && { from: [from.status, ...(from.after ? [from.after.at, from.after.id] : [])].join('_') }),
  }).toString();

const option = (value: string, label: string, isChosen: boolean): Html =>
  isChosen
    ? html`<option value="${value}" selected>${label}</option>`
    : html`<option value="${value}">${label}</option>`;

const row = (
  { request, stuck, notifications }: BoardEntry,
  accounts: ReadonlyMap<string, Account>,
  pages: string,
  axis: Axis,
  now: Date,
): Html => {
  const { id, status, requester, accepter, expires_at, decision } = request;
  const of = (account_id: string) => accounts.get(account_id);
  const { required, counted } = countApprovals(of(accepter.owner_id), request);
  const left = expires_at && describeTimeLeft(expires_at, now);
  const end = endOf(request);
  return html`<li>
    <div class="who">
      <h2><a href="${pages}/${id}">${getAccountName(of(requester.owner_id), requester.owner_id)} → ${getAccountName(of(accepter.owner_id), accepter.owner_id)}<span class="unseen"> ${id}</span></a></h2>
      <p class="soft small"><code>${requester.vpc_id}</code> in ${requester.region}<br>→ <code>${accepter.vpc_id}</code> in ${accepter.region}<br><code>${id}</code></p>
    </div>
    <div class="when">${status === 'active' ? '' : bar(request, axis, stuck !== undefined)}
      <p class="small">${
        status === 'pending-acceptance' && left && expires_at
          ? html`<strong>${left} left</strong> <span class="soft">deadline ${moment(expires_at)}</span>`
          : end
            ? html`<strong>ends ${moment(end)}</strong>`
            : html`<span class="soft">last updated ${moment(request.updated_at)}</span>`
      }</p></div>
    <p class="chips">${stuck ? html`<span class="chip bad">stuck: ${stuck}</span>` : ''}${
      decision && status !== 'active'
        ? html`<span class="chip neutral">decision: ${describeDecision(decision.kind)}</span>`
        : status === 'pending-acceptance'
          ? ''
          : statusChip(status)
    }${status === 'active' ? connectivityChip(request) : ''}${removalChip(request)}${status !== 'active' && notifications > 0 ? html`<span class="chip neutral">approvers notified ${describeCount(notifications)}</span>` : ''}${
      status !== 'active' && required > 1
        ? html`<span class="chip neutral">${counted} of ${required} approvals</span>`
        : ''
    }${status === 'active' || of(accepter.owner_id)?.onboarded ? '' : html`<span class="chip urgent">must accept in its own account</span>`}</p>
  </li>`;
};
