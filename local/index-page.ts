import { html } from 'hono/html';
import type { Html, Page } from '../functions/edge/page-handler.ts';
import { layout } from '../functions/pages/views/layout.ts';
import { cliEnvironment } from './cli-environment.ts';
import { HUB_ACCOUNT_ID, SEED_ACCOUNTS, type SeedAccount } from './seed.ts';

const STYLE = `
.open { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 14rem), 1fr)); list-style: none; padding: 0; }
.open li { margin: 0; }
.open a { font-weight: 600; }
.open span { display: block; color: var(--soft); font-size: .875rem; }
pre { margin: 0; padding: .75rem; border-radius: .5rem; background: var(--inset); white-space: pre-wrap; }
`;

/** What runs on this machine, and where to look at it. */
export const indexPage = (stack: {
  endpoints: Record<string, string>;
  clock: { now: string; speed: number };
  accounts: readonly SeedAccount[];
}): Page => {
  const { api = '', inbox = '', ec2 = '', states = '', dynamodb = '' } = stack.endpoints;
  const { now, speed } = stack.clock;
  const more = stack.accounts.slice(SEED_ACCOUNTS.length);
  return layout({
    title: 'Running on this machine',
    narrow: true,
    style: STYLE,
    content: html`<h1>Peerway is running on this machine</h1>
      <section class="card" aria-labelledby="open"><h2 id="open">Open</h2>
        <ul class="open">
          <li><a href="${inbox}">Inbox</a><span>Mails to approvers and requesters, with their links</span></li>
          <li><a href="/_local/board">Board</a><span>All open requests, for the network team</span></li>
          <li><a href="/docs">API reference</a><span>Every route of the API. Tools read <a href="/openapi.json">openapi.json</a></span></li>
          <li><a href="/_local/events">Events</a><span>What was put on the event bus</span></li>
          <li><a href="/_local/announcements">Announcements</a><span>What was published for chat channels and programs, the newest first</span></li>
        </ul></section>
      <section class="card" aria-labelledby="cli"><h2 id="cli">Use the command line</h2>
        <p>In the repository’s folder:</p>
        <pre>${cliEnvironment(api)}
npx peerway list
npx peerway --help</pre></section>
      <section class="card" aria-labelledby="accounts"><h2 id="accounts">Sign in</h2>
        <p>Use an account’s ID as the access key. The network team is ${HUB_ACCOUNT_ID}.</p>
        ${accountList(stack.accounts.slice(0, SEED_ACCOUNTS.length))}${
          more.length > 0
            ? html`<details><summary>${more.length} more accounts</summary>${accountList(more)}</details>`
            : ''
        }</section>
      <section class="card" aria-labelledby="endpoints"><h2 id="endpoints">Endpoints</h2>
        <dl class="facts ids">
          <dt>API</dt><dd><code>${api}</code></dd>
          <dt>EC2 and STS</dt><dd><code>${ec2}</code></dd>
          <dt>Step Functions</dt><dd><code>${states}</code></dd>
          <dt>DynamoDB</dt><dd><code>${dynamodb}</code></dd>
          <dt>Clock</dt><dd>${now.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')}, ${
            speed === 1 ? 'in real time' : `at ${speed} seconds per second`
          } when you opened this page</dd>
        </dl>
        <p class="small soft">The same as JSON: <a href="/_local">/_local</a>. The files docs/local-stack.md and README.md say more.</p></section>`,
  });
};

const accountList = (accounts: readonly SeedAccount[]): Html =>
  html`<dl class="facts">${accounts.map(
    ({ account_id, name }) => html`<dt><code>${account_id}</code></dt><dd>${name}</dd>`,
  )}</dl>`;
