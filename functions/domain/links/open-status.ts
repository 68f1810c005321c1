import { type Accounts, loadAccounts } from '../directory/accounts.ts';
import type { Directory } from '../directory/ports.ts';
import type { AuditEvent } from '../request/audit.ts';
import { NotFoundError } from '../request/errors.ts';
import { mayLearnOf } from '../request/may-learn-of.ts';
import type { PeeringRequest, RequestId } from '../request/peering-request.ts';
import { hasEnded } from '../request/status.ts';
import {
  findLinkToSee,
  getLinkedWith,
  type OpenedRequest,
  type OpenLinkDeps,
  openBoard,
  viewerOf,
} from './open-link.ts';

export type OpenedStatus = OpenedRequest &
  Accounts & {
    events: readonly AuditEvent[];
    /** The open request between the two VPCs that blocks a resubmission, if the link's holder may learn of it. */
    holder: PeeringRequest | undefined;
  };

/**
 * Opens a link to follow or to read a request.
 *
 * @throws NotFoundError
 */
export const openStatus = async (
  token: string,
  deps: OpenLinkDeps & { directory: Directory },
): Promise<OpenedStatus> => {
  const link = await findLinkToSee(token, deps);
  const [request, read] = await getLinkedWith(link, deps.requests, ({ id, requester, accepter }) =>
    Promise.all([
      loadAccounts({ requester, accepter }, deps.directory),
      deps.requests.events(id),
      deps.requests.holderOf(requester.vpc_id, accepter.vpc_id),
    ]),
  );
  const [accounts, events, holder] = read;
  const opened = { link, request };
  const isShown = holder && !hasEnded(holder.status) && mayLearnOf(viewerOf(opened), holder);
  return { ...opened, ...accounts, events, holder: isShown ? holder : undefined };
};

/**
 * Opens a request from the board. Whoever holds the board's link may see every request, and change none.
 *
 * @throws NotFoundError as for any other link that doesn't work
 */
export const openStatusFromBoard = async (
  token: string,
  id: RequestId,
  deps: OpenLinkDeps & { directory: Directory },
): Promise<OpenedStatus> => {
  const [link, request] = await Promise.all([openBoard(token, deps), deps.requests.get(id)]);
  if (!request) throw new NotFoundError('This link');
  const [accounts, events] = await Promise.all([
    loadAccounts(request, deps.directory),
    deps.requests.events(id),
  ]);
  return { link, request, ...accounts, events, holder: undefined };
};
