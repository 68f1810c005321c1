import { type Accounts, loadAccounts } from '../directory/accounts.ts';
import type { Directory } from '../directory/ports.ts';
import type { AuditEvent } from '../request/audit.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import { type OpenedLink, type OpenLinkDeps, openLink } from './open-link.ts';

export type OpenedStatus = OpenedLink &
  Accounts & {
    events: readonly AuditEvent[];
    /** The open request between the two VPCs, if any: it blocks a resubmission. */
    holder: PeeringRequest | undefined;
  };

/**
 * Opens a link to view a request.
 *
 * @throws NotFoundError
 */
export const openStatus = async (
  token: string,
  deps: OpenLinkDeps & { directory: Directory },
): Promise<OpenedStatus> => {
  const opened = await openLink(token, 'view', deps);
  const { id, requester, accepter } = opened.request;
  const [accounts, events, holder] = await Promise.all([
    loadAccounts(opened.request, deps.directory),
    deps.requests.events(id),
    deps.requests.holderOf(requester.vpc_id, accepter.vpc_id),
  ]);
  return { ...opened, ...accounts, events, holder };
};
