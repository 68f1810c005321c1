import type { Extension, PeeringRequest } from '../request/peering-request.ts';
import { mayDecide } from './approvers.ts';
import { countApprovals, type Tally } from './count-approvals.ts';
import type { Account } from './ports.ts';

/** A request of which more time was asked for. */
export type Extended = PeeringRequest & { extension: Extension };

/** Counts the approvals of an extension by the directory as it is now, as those of a request that waits. */
export const countExtension = (account: Account | undefined, request: Extended): Tally => {
  const { decision: _, ...undecided } = request;
  return countApprovals(account, {
    ...undecided,
    status: 'pending-acceptance',
    approvals: request.extension.approvals,
  });
};

/** Neither whoever submitted the request nor whoever asked for more time may decide about it. */
export const mayDecideExtension = (
  account: Account | undefined,
  request: Extended,
  person: string,
): boolean => {
  const { by, asker_address } = request.extension;
  const { submitter_address: _, ...about } = request;
  const asked = { ...about, submitted_by: by.id, ...(asker_address && { submitter_address: asker_address }) };
  return mayDecide(account, request, person) && mayDecide(account, asked, person);
};
