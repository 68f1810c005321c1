import { html } from 'hono/html';
import type { Html } from '../../edge/page-handler.ts';

/** What the network team's board shows: requests, or what EC2 shows. */
export const boardTabs = (shown: 'requests' | 'connections'): Html =>
  html`<nav class="tabs" aria-label="Board">${tab('?', 'Requests', shown === 'requests')}${tab('?view=connections', 'Connections', shown === 'connections')}</nav>`;

const tab = (href: string, label: string, isShown: boolean): Html =>
  isShown ? html`<a href="${href}" aria-current="page">${label}</a>` : html`<a href="${href}">${label}</a>`;
