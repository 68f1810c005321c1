import { html } from 'hono/html';
import { formToken } from '../../domain/links/form-token.ts';
import type { Link } from '../../domain/links/ports.ts';
import type { OtherRequests } from '../../domain/mail/send-waiting-list.ts';
import type { Html } from '../../edge/page-handler.ts';
import { moment } from './parts.ts';

/** How much else waits for the reader, and a form to have their own links to it mailed. */
export const otherRequests = (
  { count, is_cut, mailed }: OtherRequests,
  { link, token }: { link: Link; token: string },
): Html | string => {
  if (count === 0) return '';
  const more = `${is_cut ? 'At least ' : ''}${count} more ${count === 1 ? 'request waits' : 'requests wait'}`;
  return html`<section class="card" aria-labelledby="others"><h2 id="others">${more} for you</h2>${
    mailed
      ? html`<p role="status">We mailed you the list on ${moment(mailed.at)}. You can request it again after ${moment(mailed.again_at)}.</p>`
      : html`<p>We can mail you one list of everything that waits for you, with your own link to each request.</p>
        <form method="post" action="${token}/list"><input type="hidden" name="form_token" value="${formToken(link)}"><button class="quiet">Mail me the list</button></form>`
  }</section>`;
};
