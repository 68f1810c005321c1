import { listAccounts } from '../../functions/edge/contract/accounts.ts';
import type { ApiClient } from '../client/api-client.ts';
import type { Trail } from '../client/api-types.ts';
import { RefusedError } from '../errors.ts';
import { countOf } from '../views/count-of.ts';
import type { Archive, Copy } from './archive.ts';
import { compareWithCopies } from './compare-copies.ts';
import { fetchTrail } from './fetch-trail.ts';
import { listRequestIds } from './list-request-ids.ts';
import { mapInOrder } from './map-in-order.ts';
import { verifyTrail } from './verify-trail.ts';

export type Verdict = {
  id: string;
  events: number;
  copies: number;
  problems: string[];
  not_copied_yet: number[];
};

/** Verifies each trail by its hashes and, with an archive, by its copies. */
export const verifyAll = (
  ids: Iterable<string> | AsyncIterable<string>,
  { api, archive, now }: { api: ApiClient; archive: Archive | undefined; now: () => Date },
): AsyncGenerator<Verdict> =>
  mapInOrder(ids, async (id) => {
    const copies = (await archive?.copiesOf(id)) ?? [];
    const trail = await trailOf(id, copies, api);
    if (!trail) return removedRequest(id, copies);
    const { problems } = verifyTrail(id, trail);
    const compared = archive && compareWithCopies(trail.events, copies, now());
    return {
      id,
      events: trail.events.length,
      copies: copies.length,
      problems: [...problems, ...(compared?.problems ?? [])],
      not_copied_yet: compared?.not_copied_yet ?? [],
    };
  });

/** The requests that the API lists, then those that are only in the archive. */
export async function* listAllRequestIds(
  api: ApiClient,
  archived: readonly string[],
): AsyncGenerator<string> {
  const unlisted = new Set(archived);
  for await (const id of listRequestIds(api)) {
    unlisted.delete(id);
    yield id;
  }
  yield* unlisted;
}

/** Whether the caller is on the network team. A request that the API doesn't list for them doesn't exist. */
export const canSeeAllRequests = async (api: ApiClient): Promise<boolean> => {
  try {
    await api.call(listAccounts);
    return true;
  } catch (error) {
    if (error instanceof RefusedError && error.code === 'FORBIDDEN') return false;
    throw error;
  }
};

const trailOf = async (id: string, copies: readonly Copy[], api: ApiClient): Promise<Trail | undefined> => {
  try {
    return await fetchTrail(api, id);
  } catch (error) {
    if (error instanceof RefusedError && error.code === 'NOT_FOUND' && copies.length > 0) return undefined;
    throw error;
  }
};

const removedRequest = (id: string, copies: readonly Copy[]): Verdict => ({
  id,
  events: 0,
  copies: copies.length,
  problems: [
    `the archive has ${countOf(copies.length, 'copy', 'copies')} of its events, but the API has no such request`,
  ],
  not_copied_yet: [],
});
