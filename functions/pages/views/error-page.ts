import { html } from 'hono/html';
import type { RequestError } from '../../domain/request/errors.ts';
import type { Page } from '../../edge/page-handler.ts';
import { layout } from './layout.ts';

/** The page for an error. Unknown and malformed links look the same. */
export const errorPage = (error: RequestError): Page => {
  if (error.code === 'NOT_FOUND') return DEAD_LINK;
  return layout({
    title: 'Something went wrong',
    isError: true,
    narrow: true,
    content: html`<div class="card"><h1>Something went wrong</h1>
      <p>${error.details[0]?.message ?? error.message}</p>
      <p>Nothing was changed. Go back and try again, or open the link in your email again.</p></div>`,
  });
};

const DEAD_LINK = layout({
  title: 'This link doesn’t work',
  isError: true,
  narrow: true,
  content: html`<div class="card"><h1>This link doesn’t work</h1>
    <p>This can happen if:</p>
    <ul>
      <li>The link is incomplete. Some email programs cut off long links: copy the whole link from the email.</li>
      <li>The link has expired. Links stop working some time after the request ends, and board links after eight hours.</li>
      <li>The link is for a different page, or isn’t from Peerway.</li>
    </ul>
    <p><b>What to do</b></p>
    <ul>
      <li>Open the link in the latest email about the same request.</li>
      <li>If you’re the requester, run <code>peerway show</code> to see the request, or submit it again.</li>
      <li>Otherwise, contact your network team and say which email the link was in. Don’t send them the link.</li>
    </ul></div>`,
});
