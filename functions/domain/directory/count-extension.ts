import type { Extension, PeeringRequest } from '../request/peering-request.ts';
import { countApprovals, type Tally } from './count-approvals.ts';
import type { Account } from './ports.ts';
import type { RequesterNames } from './seats.ts';

/** A request of which more time was asked for. */
export type Extended = PeeringRequest & { extension: Extension };

/**
 * The extension as something to decide, as a request that waits: neither whoever submitted the request nor whoever asked
 * for more time may decide about it.
 */
export const asDecidable = (request: Extended): PeeringRequest & { asker: RequesterNames } => {
  const { decision: _, ...undecided } = request;
  const { by, asker_address, approvals } = request.extension;
  return {
    ...undecided,
    status: 'pending-acceptance',
    approvals,
    asker: { submitted_by: by.id, ...(asker_address && { submitter_address: asker_address }) },
  };
};

/** Counts the approvals of an extension by the directory as it is now, as those of a request that waits. */
export const countExtension = (account: Account | undefined, request: Extended): Tally =>
  countApprovals(account, asDecidable(request));
