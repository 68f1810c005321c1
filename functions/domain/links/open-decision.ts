import { type Accounts, loadAccounts } from '../directory/accounts.ts';
import { mayDecide, mayDecideBy } from '../directory/approvers.ts';
import type { Account, Directory } from '../directory/ports.ts';
import { findOwnAbsence } from '../directory/seats.ts';
import { findEarlierApproval } from '../directory/their-seat.ts';
import type { AuditEvent } from '../request/audit.ts';
import { findLink, getLinkedWith, isPast, type OpenedLink, type OpenLinkDeps } from './open-link.ts';
import type { Link } from './ports.ts';

/**
 * What the holder of a decision link can do now. The directory may have changed since the link was created.
 */
export type Standing =
  | 'may-decide'
  /** They accepted, and more approvals are required. */
  | 'has-approved'
  | 'decided'
  /** EC2 hasn't opened the acceptance window, or it has closed. */
  | 'not-open'
  | 'no-longer-approver'
  /** They said so, and somebody else decides for them. */
  | 'away'
  /** The account's entry wants decisions by signed calls only. */
  | 'decides-signed'
  /** Peerway has no role in the accepter account: its approvers accept the request there. */
  | 'decides-elsewhere';

export type OpenDecisionDeps = OpenLinkDeps & { directory: Directory };

/**
 * Opens a decision link: whose it is, the request, and what they can do.
 *
 * @throws NotFoundError
 */
export const openDecision = async (
  token: string,
  deps: OpenDecisionDeps,
): Promise<OpenedLink & { standing: Standing; accepterAccount: Account | undefined }> => {
  const link = await findLink(token, 'decide', deps);
  const [request, accepterAccount] = await getLinkedWith(link, deps.requests, ({ accepter }) =>
    deps.directory.account(accepter.owner_id),
  );
  const standing = standingOf({ link, request }, accepterAccount, deps.clock());
  return { link, request, accepterAccount, standing };
};

export type DecisionToRead = OpenedLink & Accounts & { events: readonly AuditEvent[]; standing: Standing };

/** Reads what the decision page shows of the request of a link. */
export const readDecision = async (link: Link, deps: OpenDecisionDeps): Promise<DecisionToRead> => {
  const [request, [accounts, events]] = await getLinkedWith(link, deps.requests, (about) =>
    Promise.all([loadAccounts(about, deps.directory), deps.requests.events(about.id)]),
  );
  const standing = standingOf({ link, request }, accounts.accepterAccount, deps.clock());
  return { link, request, ...accounts, events, standing };
};

const standingOf = (
  { link, request }: OpenedLink,
  accepterAccount: Account | undefined,
  now: Date,
): Standing => {
  if (request.decision) return 'decided';
  if (request.status !== 'pending-acceptance' || isPast(link, now)) return 'not-open';
  if (!mayDecide(accepterAccount, request, link.person)) {
    return findOwnAbsence(accepterAccount, request, link.person) ? 'away' : 'no-longer-approver';
  }
  if (findEarlierApproval(accepterAccount, request, link.person)) return 'has-approved';
  if (!accepterAccount?.onboarded) return 'decides-elsewhere';
  return mayDecideBy(accepterAccount, 'link') ? 'may-decide' : 'decides-signed';
};
