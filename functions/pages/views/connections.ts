import { html } from 'hono/html';
import { isLive } from '../../domain/connection/is-live.ts';
import type { Account } from '../../domain/directory/ports.ts';
import type { ConnectionsBoard } from '../../domain/overview/connections-board.ts';
import type { RegisterEntry } from '../../domain/register/ports.ts';
import { getAccountName } from '../../domain/wording/account-names.ts';
import type { Html, Page } from '../../edge/page-handler.ts';
import { BOARD_STYLE } from './board-bars.ts';
import { boardTabs } from './board-tabs.ts';
import { layout } from './layout.ts';
import { moment, readOnlyContext, type Tone } from './parts.ts';

export type ConnectionsView = ConnectionsBoard & { token: string; expires_at: string; now: Date };

/** What EC2 shows in all accounts, for the network team: the connections first seen last are at the top. */
export const connectionsPage = (view: ConnectionsView): Page => {
  const { entries, accounts, filter, token, next, now } = view;
  const known = new Map(accounts.map((account) => [account.account_id, account]));
  return layout({
    title: 'Connections',
    context: readOnlyContext(view),
    style: BOARD_STYLE,
    content: html`<h1>Connections</h1>
      ${boardTabs('connections')}
      <p>What EC2 shows in all onboarded accounts, also connections that nobody requested here. Peerway looks every 15 minutes. As of ${moment(now.toISOString())}.</p>
      ${filters(view)}
      ${
        entries.length === 0
          ? html`<div class="card"><p>${next ? 'No connection of this page matches these filters.' : 'No connections match these filters.'}</p></div>`
          : html`<div class="card board"><ol>${entries.map((entry) => row(entry, known, `${token}/requests`))}</ol></div>`
      }
      ${
        next || filter.after
          ? html`<nav class="pages" aria-label="Pages">${filter.after ? html`<a href="?${query(view)}">First page</a>` : ''}${
              next ? html`<a href="?${query(view, `${next.at}_${next.id}`)}">Next page</a>` : ''
            }</nav>`
          : ''
      }`,
  });
};

const filters = ({ filter, accounts }: ConnectionsView): Html => html`<form method="get" class="filters">
    <input type="hidden" name="view" value="connections">
    <div><label for="account">Account ID</label><input id="account" name="account" list="accounts" inputmode="numeric" autocomplete="off" placeholder="All accounts" value="${filter.account_id ?? ''}"><datalist id="accounts">${accounts.map(({ account_id, name }) => html`<option value="${account_id}">${name}</option>`)}</datalist></div>
    <div><label for="show">Show</label><select id="show" name="show"><option value="">All connections</option>${
      filter.unmanaged
        ? html`<option value="unmanaged" selected>Without a request</option>`
        : html`<option value="unmanaged">Without a request</option>`
    }</select></div>
    <button class="quiet">Apply filters</button>
  </form>`;

const query = ({ filter }: ConnectionsView, from?: string): string =>
  new URLSearchParams({
    view: 'connections',
    ...(filter.account_id && { account: filter.account_id }),
    ...(filter.unmanaged && { show: 'unmanaged' }),
    ...(from && { from }),
  }).toString();

const toneOf = (entry: RegisterEntry): Tone =>
  entry.status === 'active'
    ? 'good'
    : isLive(entry)
      ? 'neutral'
      : entry.status === 'failed'
        ? 'bad'
        : 'neutral';

const row = (entry: RegisterEntry, accounts: ReadonlyMap<string, Account>, pages: string): Html => {
  const { id, status, requester, accepter, expires_at, first_seen_at, request_id } = entry;
  const nameOf = (account_id: string) => getAccountName(accounts.get(account_id), account_id);
  return html`<li>
    <div class="who">
      <h2>${nameOf(requester.owner_id)} → ${nameOf(accepter.owner_id)}</h2>
      <p class="soft small"><code>${requester.vpc_id}</code> in ${requester.region}<br>→ <code>${accepter.vpc_id}</code> in ${accepter.region}<br><code>${id}</code></p>
    </div>
    <div class="when"><p class="small">${expires_at ? html`<strong>expires ${moment(expires_at)}</strong> ` : ''}<span class="soft">first seen ${moment(first_seen_at)}</span></p></div>
    <p class="chips"><span class="chip ${toneOf(entry)}">${status}</span>${
      request_id
        ? html`<a href="${pages}/${request_id}">${request_id}</a>`
        : isLive(entry)
          ? html`<span class="chip urgent">no request</span>`
          : ''
    }</p>
  </li>`;
};
