import type { SideRole } from '../request/connect.ts';
import type { CidrBlocks, PeeringRequest } from '../request/peering-request.ts';
import type { Connection } from './ports.ts';

/**
 * The blocks of both VPCs as EC2 shows them with their connection, where they differ from those on the record: an owner
 * may have added some. A side that EC2 doesn't show keeps the record's. `undefined` if nothing differs.
 */
export const findNewBlocks = (
  { cidr_blocks = {} }: PeeringRequest,
  connection: Connection | undefined,
): CidrBlocks | undefined => {
  const shown = (side: SideRole): CidrBlocks => {
    const blocks = connection?.[side]?.cidr_blocks ?? [];
    return blocks.length > 0 && !hasSame(blocks, cidr_blocks[side] ?? []) ? { [side]: blocks } : {};
  };
  const found = { ...shown('requester'), ...shown('accepter') };
  return Object.keys(found).length > 0 ? { ...cidr_blocks, ...found } : undefined;
};

const hasSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((block) => other.includes(block));
