import { canonicalBlock, isWithin } from '../request/cidr.ts';
import type { Connect, ConnectScope, SideRole } from '../request/connect.ts';
import type { CidrBlocks } from '../request/peering-request.ts';

export const otherSide = (side: SideRole): SideRole => (side === 'requester' ? 'accepter' : 'requester');

/** The scope of a side whose people asked for nothing: what it would take to reach all of the other VPC. */
export const ROUTES_TO_ALL: Connect = { routes: true };

/**
 * What a request asks for on one side.
 *
 * @param blocks of both VPCs, as far as they are known
 */
export const scopeOf = (connect: Connect, side: SideRole, blocks: CidrBlocks): ConnectScope => ({
  destination_cidr_blocks: destinationsOf(connect, side, blocks).map(canonicalBlock),
  dns_resolution: connect.dns_resolution ?? false,
});

const destinationsOf = (connect: Connect, side: SideRole, blocks: CidrBlocks): readonly string[] => {
  if (!connect.routes) return [];
  const others = blocks[otherSide(side)];
  if (connect.routes === true) return others ?? [];
  const listed = listedOf(connect, side);
  // Who asked may have been unable to know the other VPC's blocks.
  const outside = new Set(others ? findOutside(listed, others) : []);
  return listed.filter((destination) => !outside.has(destination));
};

/** The destinations that the request lists for a side, if it doesn't ask for all. */
export const listedOf = ({ routes }: Connect, side: SideRole): readonly string[] => {
  if (!routes || routes === true) return [];
  return side === 'requester' ? routes.destination_cidr_blocks : routes.peer_destination_cidr_blocks;
};

/** Those that lie in no block of their VPC. Peering carries traffic to the VPC's own addresses only. */
export const findOutside = (destinations: readonly string[], blocks: readonly string[]): string[] =>
  destinations.filter((destination) => !blocks.some((block) => isWithin(destination, block)));

let list: Intl.ListFormat | undefined;

/** `10.1.0.0/16 and 10.2.0.0/16`. The format is made on first use, because that loads Node.js's data about languages. */
export const listBlocks = (blocks: readonly string[]): string => {
  list ??= new Intl.ListFormat('en', { type: 'conjunction' });
  return list.format(blocks);
};

/** `routes to 10.1.0.0/16 and 10.2.0.0/16, and DNS resolution` */
export const describeScope = ({ destination_cidr_blocks, dns_resolution }: ConnectScope): string => {
  const routes = destination_cidr_blocks.length > 0 ? `routes to ${listBlocks(destination_cidr_blocks)}` : '';
  if (!dns_resolution) return routes || 'nothing';
  if (!routes) return 'DNS resolution';
  return `${routes}${destination_cidr_blocks.length > 1 ? ',' : ''} and DNS resolution`;
};
