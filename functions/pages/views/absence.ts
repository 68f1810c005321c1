import { html, raw } from 'hono/html';
import { listAllApprovers } from '../../domain/directory/absences.ts';
import { isApproverOf } from '../../domain/directory/approvers.ts';
import type { Away } from '../../domain/directory/seats.ts';
import { formToken } from '../../domain/links/form-token.ts';
import type { OpenedAbsence } from '../../domain/links/open-absence.ts';
import { describeOwnAbsence } from '../../domain/wording/absences.ts';
import { getAccountName } from '../../domain/wording/account-names.ts';
import type { Html, Page } from '../../edge/page-handler.ts';
import { layout } from './layout.ts';
import { callout } from './parts.ts';

/** What the reader chose, and what is wrong with it, if the form was refused. */
export type AbsenceForm = { until: string; instead: string; problem: { path: string; message: string } };

export type AbsenceView = OpenedAbsence & {
  token: string;
  form?: AbsenceForm;
  alert?: { title: string; text: string };
  now: Date;
};

const DAY_MS = 86_400_000;

const ABSENCE_STYLE = `
input[type=date] { width: 100%; padding: .625rem .75rem; font: inherit; color: inherit; background: var(--card); border: 1px solid var(--edge); border-radius: .5rem; }
.field { margin: 0 0 1rem; }
.actions button:only-of-type { grid-column: 1 / -1; }
`;

/** Where an approver says who decides while they are away, or that they are back. */
export const absencePage = (view: AbsenceView): Page => {
  const { link, account, account_id, standing, alert, form, token } = view;
  const name = getAccountName(account, account_id);
  const title = standing === 'away' ? 'You’re away' : 'Who decides while you’re away?';
  const back = link.purpose === 'review' ? 'reviews' : 'decisions';
  return layout({
    title: `${title}: ${name}`,
    context: `for ${link.person}`,
    narrow: true,
    style: ABSENCE_STYLE,
    isError: alert !== undefined || form !== undefined,
    content: html`${alert ? callout('bad', html`<p><strong>${alert.title}</strong></p><p>${alert.text}</p>`, 'alert') : ''}
      <h1>${title}</h1>
      <section class="card">${content(view, name)}</section>
      <p><a href="../${back}/${token}">Back to the ${link.purpose === 'review' ? 'review' : 'request'}</a></p>`,
  });
};

const content = (view: AbsenceView, name: string): Html => {
  switch (view.standing) {
    case 'may-set':
      return absenceForm(view, name);
    case 'away':
      return html`${ownAbsence(view, view.token)}`;
    case 'alone':
      return html`<p>Nobody else decides for ${name} now. Ask the network team to add an approver before you go.</p>`;
    case 'no-approver':
      return html`<p>The account directory doesn’t list you as an approver of ${name}, so nobody needs to decide for you.</p>`;
    case 'expired':
      return html`<p>This link has expired. Use a newer one: each email that asks you to decide has a link that works.</p>`;
    default:
      return view.standing satisfies never;
  }
};

const absenceForm = ({ link, account, stand_ins, form, now }: AbsenceView, name: string): Html => {
  const tomorrow = new Date(now.getTime() + DAY_MS).toISOString().slice(0, 10);
  const problem = (path: string): Html | string =>
    form?.problem.path === path
      ? html`<p class="hint bad callout" id="${path}-problem">${form.problem.message}</p>`
      : '';
  const invalid = (path: string) =>
    raw(
      form?.problem.path === path
        ? ` aria-invalid="true" aria-describedby="${path}-problem ${path}-hint"`
        : ` aria-describedby="${path}-hint"`,
    );
  return html`<form method="post">
    <input type="hidden" name="form_token" value="${formToken(link)}">
    <div class="field"><label for="until">Back on</label>
      <p class="hint soft small" id="until-hint">You’re away from now on. You decide again when that day begins (${account?.time_zone ?? 'UTC'}).</p>${problem('until')}
      <input type="date" id="until" name="until" value="${form?.until ?? ''}" min="${tomorrow}" required${invalid('until')}></div>
    <div class="field"><label for="instead">Who decides instead</label>
      <p class="hint soft small" id="instead-hint">We tell them within 15 minutes. They get the emails that ask you, and decide about requests to ${name} for you. The history says so.</p>${problem('instead')}
      <select id="instead" name="instead" required${invalid('instead')}>${stand_ins.map((person) => html`<option value="${person}"${raw(person === form?.instead ? ' selected' : '')}>${person}</option>`)}</select></div>
    <div class="actions"><button name="change" value="away">I’m away</button></div>
    <p class="soft small under">This is for ${name} only. You can end it here at any time.</p>
  </form>`;
};

/** The button of somebody who is back. */
const backForm = ({ link, token }: Pick<AbsenceView, 'link' | 'token'>): Html =>
  html`<form method="post" action="../absences/${token}"><input type="hidden" name="form_token" value="${formToken(link)}">
    <p class="soft small">Are you back already? Then end your absence, for every account for which it is, and decide yourself again.</p>
    <button name="change" value="back" class="quiet">I’m back</button></form>`;

/** What a page where somebody decides says about their absence: until when, or where to set one. */
export const ownAbsence = (
  { link, account, absence }: Pick<AbsenceView, 'link' | 'account'> & { absence: Away | undefined },
  token: string | undefined,
): Html | string => {
  if (absence)
    return html`<p>${describeOwnAbsence(absence, account)}</p>${token ? backForm({ link, token }) : ''}`;
  return token && account && isApproverOf({ approvers: listAllApprovers(account) }, link.person)
    ? html`<p class="soft small under">Going away? <a href="../absences/${token}">Choose who decides instead</a></p>`
    : '';
};
