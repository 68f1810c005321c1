import { randomBytes } from 'node:crypto';
import { networkOf } from './cidr-blocks.ts';
import type { Parameters } from './query-protocol.ts';
import type { CidrAssociation } from './state.ts';

export function ipv4Association({ associationId, cidrBlock, state = 'associated' }: CidrAssociation) {
  return { associationId, cidrBlock, cidrBlockState: { state } };
}

export function ipv6Association({ associationId, cidrBlock, state = 'associated' }: CidrAssociation) {
  return { associationId, ipv6CidrBlock: cidrBlock, ipv6CidrBlockState: { state } };
}

/** Returns the caller's own IPv6 block, one from Amazon's pool, or none. */
export function requestedIpv6Block(parameters: Parameters): string | undefined {
  const own = parameters.text('Ipv6CidrBlock');
  if (own !== undefined) return networkOf(own, 'IPv6', 'ipv6CidrBlock');
  return parameters.flag('AmazonProvidedIpv6CidrBlock') ? amazonIpv6Block() : undefined;
}

/** A /32 has 2^24 blocks of the size that Amazon assigns. */
function amazonIpv6Block(): string {
  const hex = randomBytes(3).toString('hex');
  return networkOf(`2600:1f00:${hex.slice(0, 4)}:${hex.slice(4)}00::/56`, 'IPv6', 'ipv6CidrBlock');
}
