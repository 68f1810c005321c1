import type { AccountLook, RegisterEntry } from './ports.ts';

/**
 * When EC2 last showed the connection. An entry is written only when it changes, so a later answer of either side's
 * account tells it, as long as the entry isn't missing from those answers.
 */
export const lastSeenAt = (
  entry: RegisterEntry,
  looks: ReadonlyMap<string, Pick<AccountLook, 'regions'>>,
): string => {
  const { last_seen_at, missing_since, requester, accepter } = entry;
  if (missing_since) return last_seen_at;
  const answers = [requester, accepter].map(
    ({ owner_id, region }) => looks.get(owner_id)?.regions[region]?.answered_at ?? last_seen_at,
  );
  return [last_seen_at, ...answers].sort().at(-1) ?? last_seen_at;
};
