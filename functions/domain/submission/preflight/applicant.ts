import { type RequesterNames, submitterName } from '../../directory/seats.ts';
import type { Viewer } from '../../request/may-learn-of.ts';
import type { CidrBlocks, ConnectionId, PeeringRequest } from '../../request/peering-request.ts';
import { isAddress } from '../../request/person.ts';

/** Who would submit: the name they are recognized by, whom they name, what they may learn of, and what they didn't say. */
export type Applicant = RequesterNames &
  Pick<PeeringRequest, 'contact_email' | 'connect' | 'active_for'> & {
    /** The contact submits, through the link in their mail. */
    is_contact?: boolean;
    viewer: Viewer;
    /** EC2 has shown, for an earlier request, that the requester's account owns its VPC. */
    owns_vpc?: boolean;
    /** The fields that were left out, for which Peerway uses its defaults. */
    left_out?: readonly string[];
    /**
     * The connection that the request is about, if it was made outside Peerway, the blocks that EC2 shows with it, and
     * the contact that its tag names.
     */
    found?: { connection: ConnectionId; cidr_blocks: CidrBlocks; contact?: string };
  };

/** The address of whoever submits, if it is known. They are the contact if they name nobody. A tag proves no address. */
export const addressOf = (applicant: Applicant): string | undefined => {
  const address = applicant.found?.contact ?? applicant.submitter_address ?? submitterName(applicant);
  return isAddress(address) ? address : undefined;
};
