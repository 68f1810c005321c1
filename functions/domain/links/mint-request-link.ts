import { mayLearnOfTables, type Viewer } from '../request/may-learn-of.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import { linkTo } from './link-to.ts';
import { type MintedLink, type MintLinkDeps, mintReadOnly } from './mint-read-only.ts';

/**
 * Creates a link through which a caller of the API reads a request in a browser. It shows the sides that are their
 * account's, and to the network team both. The caller must be one who may learn of the request.
 */
export const mintRequestLink = (
  request: PeeringRequest,
  { arn, ...viewer }: Viewer & { arn: string },
  deps: MintLinkDeps,
): Promise<MintedLink> => {
  const sides = (['requester', 'accepter'] as const).filter((role) =>
    mayLearnOfTables(viewer, request[role]),
  );
  return mintReadOnly({ purpose: 'read', ...linkTo(request), person: arn, sides }, deps);
};
