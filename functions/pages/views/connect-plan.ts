import { html } from 'hono/html';
import type { ConnectOffer } from '../../domain/connectivity/offer.ts';
import { describeScope } from '../../domain/connectivity/scope.ts';
import type { ConnectScope, ConnectStep, RouteStep } from '../../domain/request/connect.ts';
import { describeStep, nameTable } from '../../domain/wording/connect-steps.ts';
import { countSteps } from '../../domain/wording/connectivity.ts';
import type { Html } from '../../edge/page-handler.ts';
import { moment, type Tone } from './parts.ts';

/** What a request asks for besides the connection, and what that takes in the accepter's account, table by table. */
export const connectPlan = (
  offer: ConnectOffer | undefined,
  requester: string,
  accepter: string,
): Html | string =>
  offer
    ? html`<section class="card" aria-labelledby="connect-plan"><h2 id="connect-plan">Routes and DNS resolution</h2>
        <p>${requester} also asks for ${describeScope(offer.asked)} in your VPC.</p>
        ${whoDoesIt(offer, accepter)}${offer.mode === 'refuse' ? '' : tables(offer)}</section>`
    : '';

const whoDoesIt = (offer: ConnectOffer, accepter: string): Html => {
  const { consent, plan, mode } = offer;
  if (mode === 'refuse')
    return html`<p>The account directory lets nobody ask for this in ${accepter}. Peerway changes nothing there.</p>`;
  if (!consent)
    return html`<p>Peerway doesn’t change route tables or DNS resolution in ${accepter}. After you accept, your email and the request’s page have the commands to do it yourself.</p>`;
  if (!plan)
    return html`<p>Peerway couldn’t describe your route tables. If you consent, it does this in the route tables that are tagged for Peerway, and never replaces or deletes a route that it didn’t add.</p>`;
  const todo = plan.steps.filter(isDone(offer));
  return html`<p><strong>${todo.length > 0 ? `If you consent, Peerway adds this: ${countSteps(todo, plan.more_steps)}.` : 'Peerway can’t add any of it at the moment.'}</strong></p>`;
};

/** Whether Peerway does the step, if the accepter's people consent. EC2 decides whether a table is full. */
const isDone =
  ({ consent }: ConnectOffer) =>
  (step: ConnectStep): boolean => {
    if (!consent) return false;
    return step.kind === 'route'
      ? consent.destination_cidr_blocks.includes(step.destination_cidr_block) && step.finding === 'missing'
      : consent.dns_resolution && step.finding === 'missing';
  };

const tables = (offer: ConnectOffer): Html | string => {
  const { plan } = offer;
  if (!plan) return '';
  const routes = plan.steps.filter((step) => step.kind === 'route');
  const ids = [...new Set(routes.map(({ route_table_id }) => route_table_id))];
  return html`${ids.map((id) =>
    table(
      routes.filter(({ route_table_id }) => route_table_id === id),
      offer,
    ),
  )}
    ${plan.steps.filter(({ kind }) => kind === 'dns-resolution').map((step) => html`<h3>DNS resolution</h3><ul class="checks">${item(step, offer)}</ul>`)}
    ${plan.more_steps ? html`<p>And ${plan.more_steps} more.</p>` : ''}
    <p class="soft small">Peerway looked on ${moment(plan.at)}.${offer.consent ? ' It looks again before it changes anything, and never replaces or deletes a route that it didn’t add.' : ''}</p>`;
};

const table = (steps: readonly RouteStep[], offer: ConnectOffer): Html | string => {
  const [first] = steps;
  return first
    ? html`<h3>${nameTable(first)}</h3><ul class="checks">${steps.map((step) => item(step, offer))}</ul>`
    : '';
};

const item = (step: ConnectStep, offer: ConnectOffer): Html => {
  const isOurs = isDone(offer)(step);
  const { message, remedy } = describeStep(step);
  const { sign, word, tone } = isOurs ? MARKS.ours : step.finding === 'present' ? MARKS.present : MARKS.open;
  return html`<li><span class="mark ${tone}" aria-hidden="true">${sign}</span><div><p><span class="unseen">${word}: </span>${isOurs ? describeOurs(step) : message}</p>${
    remedy && !isOurs ? html`<p class="soft small">${remedy}</p>` : ''
  }</div></li>`;
};

const MARKS = {
  ours: { sign: '+', word: 'Peerway adds', tone: 'neutral' },
  present: { sign: '✓', word: 'Already there', tone: 'good' },
  open: { sign: '!', word: 'Left to you', tone: 'urgent' },
} as const satisfies Record<string, { sign: string; word: string; tone: Tone }>;

const describeOurs = (step: ConnectStep): Html => {
  if (step.kind !== 'route') return html`Allow the other VPC to resolve DNS host names to private addresses`;
  const { destination_cidr_block, shadowed_by = [] } = step;
  const shadows = shadowed_by.map(
    ({ destination, leads_to }, index) =>
      html`${index === 0 ? ', except ' : ' and '}<code>${destination}</code> (leads to <code>${leads_to}</code>)`,
  );
  return html`Route <code>${destination_cidr_block}</code> to the connection${shadows}`;
};

/** What the box is about, above the buttons. Nothing where there is nothing to consent to. */
export const consentHint = (offer: ConnectOffer | undefined): Html | string =>
  offer?.consent
    ? html`<p class="hint small" id="connect-hint">You’re also asked for ${describeScope(offer.consent)} in your VPC. If you leave the box checked, Peerway sets this up as soon as the connection is active. Clear it to accept the connection alone and do this yourself.</p>`
    : '';

/** The box by which an approver consents. On a phone it stays in sight with the buttons. */
export const consentBox = (offer: ConnectOffer | undefined, isChecked: boolean): Html | string =>
  offer?.consent
    ? html`<div class="choice">${
        isChecked
          ? html`<input type="checkbox" id="connect" name="connect" value="yes" checked aria-describedby="connect-hint">`
          : html`<input type="checkbox" id="connect" name="connect" value="yes" aria-describedby="connect-hint">`
      }<label for="connect">If I accept, set up ${nameConsent(offer.consent)} too</label></div>`
    : '';

const nameConsent = ({ destination_cidr_blocks, dns_resolution }: ConnectScope): string =>
  [
    ...(destination_cidr_blocks.length > 0 ? ['routes'] : []),
    ...(dns_resolution ? ['DNS resolution'] : []),
  ].join(' and ');

export const CONNECT_STYLE = `
.choice { grid-column: 1 / -1; display: grid; grid-template-columns: auto minmax(0, 1fr); gap: .625rem; align-items: center; }
.choice input { width: 1.5rem; height: 1.5rem; margin: 0; accent-color: var(--go); }
#connect-hint { margin: 0 0 .875rem; }
@media screen and (max-width: 59.99rem) and (min-height: 30rem) {
  body:has(.actions .choice) { padding-bottom: 8rem; }
  html:has(.actions .choice) { scroll-padding-bottom: 8.5rem; }
}
`;
