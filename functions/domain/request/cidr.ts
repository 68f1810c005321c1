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

/** The block with its network address, in EC2's notation, so that equal blocks are equal texts. */
export const canonicalBlock = (block: string): string => {
  const [address, bits] = ipaddr.parseCIDR(block);
  const network =
    address.kind() === 'ipv4'
      ? ipaddr.IPv4.networkAddressFromCIDR(block)
      : ipaddr.IPv6.networkAddressFromCIDR(block);
  return `${network.toString()}/${bits}`;
};

/** Whether all addresses of one block are in the other. */
export const isWithin = (inner: string, outer: string): boolean =>
  overlaps(inner, outer) && prefixLength(inner) >= prefixLength(outer);

export const prefixLength = (block: string): number => ipaddr.parseCIDR(block)[1];

export const isIpv6 = (block: string): boolean => ipaddr.parseCIDR(block)[0].kind() === 'ipv6';
