import { listApprovers } from '../directory/approvers.ts';
import type { Account } from '../directory/ports.ts';
import { whoActsFor } from '../directory/seats.ts';
import type { SideRole } from '../request/connect.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import { distinctPeople } from '../request/person.ts';
import { listNotifiedApprovers } from './due-mails.ts';

export type SideReader = { to: string; side: SideRole };

/**
 * Who hears of a connection's life: the requester's contact, and the approvers who were asked; or those who would be,
 * where nobody was. While somebody is away, whoever decides for them hears of it.
 *
 * @param account the accepter's
 */
export const listBothSides = (request: PeeringRequest, account: Account | undefined): SideReader[] => {
  const { contact_email } = request;
  const notified = listNotifiedApprovers(request);
  const approvers =
    notified.length > 0 ? notified.map((to) => whoActsFor(account, to)) : listApprovers(account, request);
  return [
    ...(contact_email ? [{ to: contact_email, side: 'requester' as const }] : []),
    ...[...new Set(approvers)]
      .filter((to) => to !== contact_email)
      .map((to) => ({ to, side: 'accepter' as const })),
  ];
};

/** The request's contact, or the people of the requester's account where there is none. */
export const listRequesterSide = (
  { contact_email }: PeeringRequest,
  account: Account | undefined,
): readonly string[] =>
  contact_email
    ? [contact_email]
    : distinctPeople((account?.approvers ?? []).map((approver) => whoActsFor(account, approver)));
