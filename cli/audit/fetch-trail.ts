import { events } from '../../functions/edge/contract/audit-trail.ts';
import type { ApiClient } from '../client/api-client.ts';
import type { Trail } from '../client/api-types.ts';

/** The whole trail. What the API says about it is as of the last page, which has the last event. */
export const fetchTrail = async (api: ApiClient, id: string): Promise<Trail> => {
  const { data: first } = await api.call(events, { id });
  let trail = first;
  while (trail.next_cursor) {
    const { data: page } = await api.call(events, { id, cursor: trail.next_cursor });
    trail = { ...page, events: [...trail.events, ...page.events] };
  }
  return trail;
};
