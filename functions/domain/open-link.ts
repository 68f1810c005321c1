import { approversOf } from './approvers.ts';
import { NotFoundError } from './errors.ts';
import type { PeeringRequest } from './peering-request.ts';
import type { Account, Clock, Directory, Link, Links, Requests } from './ports.ts';

export type OpenedLink = {
  link: Link;
  request: PeeringRequest;
  requesterAccount: Account | undefined;
  accepterAccount: Account | undefined;
  /** The directory may have changed since the link was made. */
  is_approver: boolean;
  /** Whether its holder may decide at this moment. */
  may_decide: boolean;
};

/**
 * What a link leads to. A wrong token and a dead one are not told apart.
 *
 * @throws NotFoundError
 */
export const openLink = async (
  token: string,
  deps: { links: Links; requests: Requests; directory: Directory; clock: Clock },
): Promise<OpenedLink> => {
  const link = await deps.links.find(token);
  const request = link && (await deps.requests.get(link.request_id));
  if (!link || !request) throw new NotFoundError('This link');
  const [requesterAccount, accepterAccount] = await Promise.all([
    deps.directory.account(request.requester.owner_id),
    deps.directory.account(request.accepter.owner_id),
  ]);
  const is_approver = approversOf(accepterAccount, request).includes(link.person);
  const may_decide =
    request.status === 'pending-acceptance' &&
    !request.decision &&
    !request.approvals.some(({ by }) => by.id === link.person) &&
    deps.clock().getTime() < Date.parse(link.expires_at) &&
    accepterAccount?.onboarded === true &&
    is_approver;
  return { link, request, requesterAccount, accepterAccount, is_approver, may_decide };
};
