import { html } from 'hono/html';
import type { RequestError } from '../../domain/request/errors.ts';
import type { Page } from '../../edge/page-handler.ts';
import { layout } from './layout.ts';

/** A page for what went wrong. Links that are none look alike, whatever they were. */
export const errorPage = (error: RequestError): Page => {
  if (error.code === 'NOT_FOUND') return DEAD_LINK;
  return layout({
    title: 'That did not work',
    narrow: true,
    content: html`<div class="card"><h1>That did not work</h1>
      <p>${error.details[0]?.message ?? error.message}</p>
      <p>Nothing was changed. Go back, or open the link in your mail again.</p></div>`,
  });
};

const DEAD_LINK = layout({
  title: 'This link leads nowhere',
  narrow: true,
  content: html`<div class="card"><h1>This link leads nowhere</h1>
    <p>One of these things has happened:</p>
    <ul>
      <li>The address is not complete: some mail programs cut long ones. Copy all of it from the mail.</li>
      <li>The link is old: links end some time after their request did, and links to the board after eight hours.</li>
      <li>It was made for another page, or was never made by Peerway.</li>
    </ul>
    <p><b>What to do</b></p>
    <ul>
      <li>Look for a newer mail about the same request, and open its link.</li>
      <li>As a requester, ask for the request with <code>peerway show</code>, or submit it again.</li>
      <li>Otherwise ask your network team, and tell them which mail the link was in. Do not send them the link.</li>
    </ul></div>`,
});
