import ipaddr from 'ipaddr.js';

export type OverlappingBlocks = { requester: string; accepter: string };

/** Whether two CIDR blocks share an address. Blocks of different families never do. */
export const overlaps = (one: string, other: string): boolean => {
  const [a, aBits] = ipaddr.parseCIDR(one);
  const [b, bBits] = ipaddr.parseCIDR(other);
  if (a.kind() !== b.kind()) return false;
  const shorter = Math.min(aBits, bBits);
  return a.match(b, shorter);
};

/** Every pair of overlapping blocks. If there is one, EC2 sets a connection between the two VPCs to `failed`. */
export const findOverlappingBlocks = (
  requester: readonly string[],
  accepter: readonly string[],
): OverlappingBlocks[] =>
  requester.flatMap((r) =>
    accepter.filter((a) => overlaps(r, a)).map((a) => ({ requester: r, accepter: a })),
  );
