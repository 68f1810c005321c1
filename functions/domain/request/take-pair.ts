import type { PeeringRequest, RequestId } from './peering-request.ts';
import type { Created, CreatedFound, Requests } from './ports.ts';
import { hasEnded } from './status.ts';

/**
 * Creates a request, which takes its pair of VPCs. An ended request should have released the pair: then the pair's lock
 * passes to the new request.
 *
 * @param create given the ended request that holds the pair, if there is one
 * @returns also the request that holds the pair, where it is taken
 */
export const takePair = async <Outcome extends Created | CreatedFound>(
  create: (endedHolder?: RequestId) => Promise<Outcome>,
  requests: Pick<Requests, 'get'>,
): Promise<{ created: Outcome; holder: PeeringRequest | undefined }> => {
  const read = async (created: Outcome) => ({
    created,
    holder: created.outcome === 'pair-taken' ? await requests.get(created.by) : undefined,
  });
  const first = await read(await create());
  return first.holder && hasEnded(first.holder.status) ? read(await create(first.holder.id)) : first;
};
