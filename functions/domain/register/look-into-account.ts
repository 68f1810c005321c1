import { isRefusal, RoleNotAssumableError } from '../connection/errors.ts';
import type { Connections, ListedConnection, Place } from '../connection/ports.ts';
import type { Clock } from '../request/ports.ts';
import type { AccountLook, RegionLook } from './ports.ts';

/** What an account answered in one Region: its connections, or why it can't be asked. */
export type PlaceAnswer = Place & ({ shown: ListedConnection[] } | { refused: boolean });

/** Lists the account's connections, one Region after the other. A Region that fails keeps no other from being listed. */
export const lookIntoAccount = async (
  account_id: string,
  before: AccountLook | undefined,
  {
    connections,
    regions,
    clock,
  }: { connections: Pick<Connections, 'list'>; regions: readonly string[]; clock: Clock },
): Promise<{ answers: PlaceAnswer[]; look: AccountLook }> => {
  const answers: PlaceAnswer[] = [];
  const looks: Record<string, RegionLook> = {};
  let missingRole: RoleNotAssumableError | undefined;
  for (const region of regions) {
    const place = { owner_id: account_id, region };
    const at = clock().toISOString();
    try {
      // The role is the same in all Regions.
      if (missingRole) throw missingRole;
      answers.push({ ...place, shown: await connections.list(place) });
      looks[region] = { answered_at: at };
    } catch (error) {
      if (error instanceof RoleNotAssumableError) missingRole = error;
      answers.push({ ...place, refused: isRefusal(error) });
      const { answered_at, failed_since = at } = before?.regions[region] ?? {};
      looks[region] = { ...(answered_at && { answered_at }), failed_since, cause: causeOf(error) };
    }
  }
  return { answers, look: { account_id, looked_at: clock().toISOString(), regions: looks } };
};

const causeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return isRefusal(error) ? error.message : `EC2 didn’t answer: ${error.message || error.name}`;
};
