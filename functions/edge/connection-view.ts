import type * as z from 'zod/mini';
import { lastSeenAt } from '../domain/register/last-seen-at.ts';
import type { AccountLook, RegisterEntry } from '../domain/register/ports.ts';
import { flatSides } from '../domain/request/flat-sides.ts';
import type { connection } from './contract/connections.ts';

export type ConnectionView = z.infer<typeof connection>;

/** A connection as the API returns it. The tags of the requester's account aren't on it: the other side can't see them. */
export const connectionView = (
  entry: RegisterEntry,
  looks: ReadonlyMap<string, AccountLook>,
): ConnectionView => ({
  id: entry.id,
  status: entry.status,
  ...flatSides(entry),
  cidr_blocks: {
    requester: [...(entry.cidr_blocks.requester ?? [])],
    accepter: [...(entry.cidr_blocks.accepter ?? [])],
  },
  expires_at: entry.expires_at ?? null,
  first_seen_at: entry.first_seen_at,
  last_seen_at: lastSeenAt(entry, looks),
  peering_request_id: entry.request_id ?? null,
});
