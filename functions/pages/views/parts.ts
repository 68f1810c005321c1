import { html } from 'hono/html';
import type { Accounts } from '../../domain/directory/accounts.ts';
import type { BoardLink } from '../../domain/links/ports.ts';
import type { PeeringRequest, Side } from '../../domain/request/peering-request.ts';
import type { RequestStatus } from '../../domain/request/status.ts';
import { getAccountNames } from '../../domain/wording/account-names.ts';
import { type ReadingSide, readBlocks } from '../../domain/wording/cidr-blocks.ts';
import { describeStatus } from '../../domain/wording/statuses.ts';
import { formatUtc } from '../../domain/wording/times.ts';
import { cleanLines } from '../../domain/wording/user-text.ts';
import { readVpcName } from '../../domain/wording/vpc-names.ts';
import type { Html } from '../../edge/page-handler.ts';

export type Tone = 'neutral' | 'urgent' | 'good' | 'bad';

/** A time, whose zone isn't on another line. */
export const moment = (time: string): Html =>
  html`<time datetime="${time}">${formatUtc(time).replace(' UTC', '\u00a0UTC')}</time>`;

export const callout = (tone: Tone, content: Html, role?: 'alert' | 'status'): Html =>
  role === undefined
    ? html`<div class="callout ${tone}">${content}</div>`
    : html`<div class="callout ${tone}" role="${role}">${content}</div>`;

/** Text that a person wrote, unchanged. It has its own text direction. */
export const quote = (text: string): Html => html`<blockquote dir="auto">${cleanLines(text)}</blockquote>`;

const STATUS_TONES = {
  submitted: 'neutral',
  'pending-acceptance': 'neutral',
  provisioning: 'neutral',
  active: 'good',
  rejected: 'bad',
  expired: 'urgent',
  failed: 'bad',
  cancelled: 'neutral',
  deleted: 'neutral',
} as const satisfies Record<RequestStatus, Tone>;

export const toneOf = (status: RequestStatus): Tone => STATUS_TONES[status];

export const statusChip = (status: RequestStatus): Html =>
  html`<span class="chip ${toneOf(status)}">${describeStatus(status)}</span>`;

/** The corner of a page that only shows. */
export const readOnlyContext = ({ expires_at }: Pick<BoardLink, 'expires_at'>): Html =>
  html`read-only, link expires ${moment(expires_at)}`;

/** Both VPCs, side by side, from the requester to the accepter. */
export const vpcPair = (request: PeeringRequest, accounts: Accounts, reader: ReadingSide): Html => {
  const names = getAccountNames({ request, ...accounts });
  const { requester, accepter } = request;
  return html`<div class="sides">
    ${side('Requester', 'asks', names.requester, requester, readVpcName(request, 'requester', reader), readBlocks(request, 'requester', reader))}
    <div class="arrow"><span>requests</span>${ARROW}</div>
    ${side('Accepter', '', names.accepter, accepter, readVpcName(request, 'accepter', reader), readBlocks(request, 'accepter', reader))}
  </div>`;
};

/** Points to the right; on a phone, where the accepter is below, it points down. */
const ARROW = html`<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M3 12h16m-6-6 6 6-6 6" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>`;

const side = (
  role: string,
  kind: string,
  name: string,
  { vpc_id, owner_id, region }: Side,
  tag: string | undefined,
  blocks: readonly string[] | string,
): Html => html`<section class="side ${kind}">
    <span class="soft small">${role}</span>
    <h3>${name}</h3>
    <dl class="facts">
      <dt>VPC</dt><dd><code>${vpc_id}</code></dd>
      ${tag ? html`<dt>Name tag</dt><dd><bdi>${tag}</bdi></dd>` : ''}
      <dt>Account</dt><dd><code>${owner_id}</code></dd>
      <dt>Region</dt><dd>${region}</dd>
      <dt>CIDR blocks</dt><dd>${
        typeof blocks === 'string' ? html`<span class="soft">${blocks}</span>` : blockList(blocks)
      }</dd>
    </dl>
  </section>`;

/** More CIDR blocks than this are collapsed: a VPC can have fifty. */
export const SHOWN_BLOCKS = 5;

const blockList = (blocks: readonly string[]): Html => {
  const rest = blocks.slice(SHOWN_BLOCKS);
  return html`${lines(blocks.slice(0, SHOWN_BLOCKS))}${rest.length > 0 ? html`<details><summary>${rest.length} more</summary>${lines(rest)}</details>` : ''}`;
};

const lines = (blocks: readonly string[]): Html[] => blocks.map((block) => html`<code>${block}</code><br>`);

/** The IDs of a request, and other facts about it. */
export const ids = ({ id, vpc_peering_connection_id }: PeeringRequest, more: Html | string = ''): Html =>
  html`<dl class="facts small ids"><dt>Request ID</dt><dd><code>${id}</code></dd>${
    vpc_peering_connection_id
      ? html`<dt>Connection ID</dt><dd><code>${vpc_peering_connection_id}</code></dd>`
      : ''
  }${more}</dl>`;

/** Text to copy: with the button, or without JavaScript by selecting it with one tap or click. */
export const copyable = (label: string, text: string, kind: 'code' | 'prose' = 'code'): Html =>
  html`<div class="copy"><h3>${label}</h3><pre class="${kind}">${text}</pre><button type="button" class="quiet" hidden>Copy<span class="unseen"> ${label.toLowerCase()}</span></button></div>`;

export const COPY_SCRIPT = `for (const block of document.querySelectorAll('.copy')) {
  const [text, button] = [block.querySelector('pre'), block.querySelector('button')];
  if (!navigator.clipboard) break;
  button.hidden = false;
  button.addEventListener('click', () => navigator.clipboard.writeText(text.textContent).then(() => { button.firstChild.data = 'Copied'; }));
}`;
