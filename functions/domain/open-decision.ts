import { approversOf } from './approvers.ts';
import { isPast, type OpenedLink, type OpenLinkDeps, openLink } from './open-link.ts';

/**
 * What somebody with a link to decide can do at this moment. The directory may have changed since the link was
 * made.
 */
export type Standing =
  | 'may-decide'
  /** They accepted, and it takes others too. */
  | 'has-approved'
  | 'decided'
  /** EC2 has not opened the window, or it is closed. */
  | 'not-open'
  | 'no-longer-approver'
  /** We have no role in the accepter account: its people accept it there. */
  | 'decides-elsewhere';

export type OpenedDecision = OpenedLink & { standing: Standing };

/** @throws NotFoundError */
export const openDecision = async (token: string, deps: OpenLinkDeps): Promise<OpenedDecision> => {
  const opened = await openLink(token, 'decide', deps);
  return { ...opened, standing: standingOf(opened, deps.clock()) };
};

const standingOf = ({ link, request, accepterAccount }: OpenedLink, now: Date): Standing => {
  if (request.decision) return 'decided';
  if (request.status !== 'pending-acceptance' || isPast(link, now)) return 'not-open';
  if (request.approvals.some(({ by }) => by.id === link.person)) return 'has-approved';
  if (!approversOf(accepterAccount, request).includes(link.person)) return 'no-longer-approver';
  return accepterAccount?.onboarded ? 'may-decide' : 'decides-elsewhere';
};
