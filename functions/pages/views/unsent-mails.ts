import { html } from 'hono/html';
import type { Account } from '../../domain/directory/ports.ts';
import { listUnsentMails } from '../../domain/mail/unsent-mails.ts';
import type { PeeringRequest } from '../../domain/request/peering-request.ts';
import { describeMailKind } from '../../domain/wording/mail-kinds.ts';
import { capitalize } from '../../domain/wording/statuses.ts';
import type { Html } from '../../edge/page-handler.ts';
import { callout, moment } from './parts.ts';

/** Who doesn't know what they should, because an email couldn't be sent. */
export const unsentMails = ({
  request,
  accepterAccount,
  now,
}: {
  request: PeeringRequest;
  accepterAccount: Account | undefined;
  now: Date;
}): Html | string => {
  const unsent = listUnsentMails(request, accepterAccount, now);
  if (unsent.length === 0) return '';
  return callout(
    'urgent',
    html`<p><strong>Some emails weren’t delivered</strong></p><ul>${unsent.map(
      ({ kind, to, since, cause, final }) =>
        html`<li>${capitalize(describeMailKind(kind) ?? kind)} to ${to}, since ${moment(since)}: ${cause}. ${final ? 'Peerway won’t retry.' : 'Peerway keeps retrying.'}</li>`,
    )}</ul>`,
  );
};
