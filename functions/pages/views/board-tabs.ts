import { html } from 'hono/html';
import type { Html } from '../../edge/page-handler.ts';

/** What the network team's board shows: requests, or what EC2 shows. */
export const boardTabs = (token: string, shown: 'requests' | 'connections'): Html =>
  html`<nav class="tabs" aria-label="Board">${tab(token, 'Requests', shown === 'requests')}${tab(`${token}?view=connections`, 'Connections', shown === 'connections')}</nav>`;

const tab = (href: string, label: string, isShown: boolean): Html =>
  isShown ? html`<a href="${href}" aria-current="page">${label}</a>` : html`<a href="${href}">${label}</a>`;
