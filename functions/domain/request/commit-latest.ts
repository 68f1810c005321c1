import type { Change } from './change.ts';
import { ContentionError, NotFoundError } from './errors.ts';
import type { PeeringRequest, RequestId } from './peering-request.ts';
import type { Requests } from './ports.ts';

const ATTEMPTS = 5;

/** @throws NotFoundError */
export const getExisting = async (requests: Requests, id: RequestId): Promise<PeeringRequest> => {
  const request = await requests.get(id);
  if (!request) throw new NotFoundError(`Request ${id}`);
  return request;
};

/**
 * Commits the change that `decide` derives from the latest record, and tries again when another writer was
 * first. `undefined` from `decide` leaves the record as it is.
 *
 * @throws ContentionError, NotFoundError
 */
export const commitLatest = async (
  requests: Requests,
  request: PeeringRequest,
  decide: (latest: PeeringRequest) => Change | undefined | Promise<Change | undefined>,
): Promise<PeeringRequest> => {
  let latest = request;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const change = await decide(latest);
    if (!change) return latest;
    const committed = await requests.commit(latest, change);
    if (committed) return committed;
    latest = await getExisting(requests, latest.id);
  }
  throw new ContentionError(latest.id);
};
