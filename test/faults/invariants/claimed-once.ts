import type { Evidence } from '../evidence.ts';

/** 13. A connection belongs to the request that names it, and to no other one. */
export const claimedOnce = ({ record, claimedBy }: Evidence): string[] => {
  const { id, vpc_peering_connection_id: connection } = record;
  return connection && claimedBy !== id
    ? [`it names ${connection}, which the register says is of ${claimedBy ?? 'none'}`]
    : [];
};
