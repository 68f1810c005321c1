import { html } from 'hono/html';
import { mayDecide, mayDecideBy } from '../../domain/directory/approvers.ts';
import { asDecidable } from '../../domain/directory/count-extension.ts';
import { findOwnAbsence } from '../../domain/directory/seats.ts';
import { findEarlierApproval } from '../../domain/directory/their-seat.ts';
import { formToken } from '../../domain/links/form-token.ts';
import type { DecisionToRead } from '../../domain/links/open-decision.ts';
import { isPast } from '../../domain/links/open-link.ts';
import { findOpenExtension } from '../../domain/request/lifetime.ts';
import { isSamePerson } from '../../domain/request/person.ts';
import { describeStandIn } from '../../domain/wording/absences.ts';
import { describeActor } from '../../domain/wording/actors.ts';
import { describeSeconds } from '../../domain/wording/times.ts';
import type { Html } from '../../edge/page-handler.ts';
import { ownAbsence } from './absence.ts';
import { extensionOf } from './life.ts';
import { copyable } from './parts.ts';

type View = DecisionToRead & { form?: { comment?: string; problem?: string }; token?: string; now: Date };

/** What was asked for in more time, with the form to decide about it. Nothing if nobody asked. */
export const extensionPanel = (view: View): Html | undefined => {
  const asked = extensionOf(view.request, view.accepterAccount);
  return asked
    ? html`<section class="card panel" aria-labelledby="answer"><h2 id="answer">More time</h2>${asked}${answer(view)}</section>`
    : undefined;
};

const answer = (view: View): Html | string => {
  const { request, link, accepterAccount, token, now, form: { comment = '', problem } = {} } = view;
  const extension = findOpenExtension(request, now);
  if (!extension || isPast(link, now)) return '';
  const asked = asDecidable({ ...request, extension });
  const earlier = findEarlierApproval(accepterAccount, asked, link.person);
  if (earlier) {
    const who = isSamePerson(earlier.by.id, link.person) ? 'You' : describeActor(earlier.by);
    return html`<p>${who} approved this. You don’t need to do anything else.</p>`;
  }
  if (!mayDecide(accepterAccount, asked, link.person)) {
    const absence = findOwnAbsence(accepterAccount, asked, link.person);
    if (absence) return html`${ownAbsence({ link, account: accepterAccount, absence }, token)}`;
    return html`<p>You can’t decide about it: you asked for it, or the account directory doesn’t list you as an approver any more.</p>`;
  }
  if (!mayDecideBy(accepterAccount, 'link')) {
    return html`<p>This account takes no decisions by link.</p>${copyable('Accept', `peerway approve ${request.id} --extension`)}${copyable('Reject', `peerway reject ${request.id} --extension --comment 'Why'`)}`;
  }
  const standIn = describeStandIn(accepterAccount, asked, link.person);
  return html`${standIn ? html`<p>${standIn}</p>` : ''}<form method="post">
    <input type="hidden" name="form_token" value="${formToken(link)}"><input type="hidden" name="extension" value="${extension.at}">
    <label for="comment">Comment</label>
    <p class="hint soft small" id="comment-hint">The requester will see your comment. To reject, you must give a reason.</p>
    ${problem ? html`<p class="hint bad callout" id="comment-problem">${problem}</p>` : ''}
    <textarea id="comment" name="comment" maxlength="1000" aria-describedby="comment-hint">${comment}</textarea>
    <div class="actions"><button name="decision" value="accept">Accept ${describeSeconds(extension.extends_by)} more</button>
      <button name="decision" value="reject" class="stop">Reject</button></div>
    <p class="soft small under">This link is personal: anyone with it can decide as you. Don’t forward it.</p>
  </form>${ownAbsence({ link, account: accepterAccount, absence: undefined }, token)}`;
};
