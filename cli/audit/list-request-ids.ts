import { list } from '../../functions/edge/contract/peering-requests.ts';
import type { ApiClient } from '../client/api-client.ts';

/** Every request that the caller can see, newest first. */
export async function* listRequestIds(api: ApiClient): AsyncGenerator<string> {
  let cursor: string | null | undefined;
  do {
    const { data } = await api.call(list, { limit: '100', ...(cursor && { cursor }) });
    for (const { id } of data.items) yield id;
    cursor = data.next_cursor;
  } while (cursor);
}
