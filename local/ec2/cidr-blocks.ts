import ipaddr from 'ipaddr.js';
import { AwsError } from './errors.ts';
import type { Vpc } from './state.ts';

export function cidrsOverlap(one: string, other: string): boolean {
  const [address, bits] = ipaddr.parseCIDR(one);
  const [otherAddress, otherBits] = ipaddr.parseCIDR(other);
  if (address.kind() !== otherAddress.kind()) return false;
  return address.match(otherAddress, Math.min(bits, otherBits));
}

/** Whether any block of one VPC, primary, secondary or IPv6, overlaps any block of the other. */
export function vpcsOverlap(one: Vpc, other: Vpc): boolean {
  const blocksOf = (vpc: Vpc) =>
    [...vpc.cidrBlocks, ...vpc.ipv6CidrBlocks]
      .filter(({ state = 'associated' }) => state === 'associated' || state === 'associating')
      .map(({ cidrBlock }) => cidrBlock);
  return blocksOf(one).some((block) => blocksOf(other).some((otherBlock) => cidrsOverlap(block, otherBlock)));
}

/**
 * Returns the block in its canonical form, as EC2 stores it: 10.0.3.0/16 becomes 10.0.0.0/16.
 * @throws InvalidVpc.Range unless it is an IPv4 block of a size that a VPC can have
 */
export function ipv4VpcBlock(text: string): string {
  if (!ipaddr.IPv4.isValidCIDR(text))
    throw new AwsError('invalidValue', {
      name: 'cidrBlock',
      value: text,
      reason: 'This is not a valid CIDR block.',
    });
  const [, bits] = ipaddr.IPv4.parseCIDR(text);
  if (bits < 16 || bits > 28) throw new AwsError('vpcRange', { cidr: text });
  return `${ipaddr.IPv4.networkAddressFromCIDR(text)}/${bits}`;
}

/** @throws InvalidParameterValue */
export function ipv6VpcBlock(text: string): string {
  if (!ipaddr.IPv6.isValidCIDR(text))
    throw new AwsError('invalidValue', {
      name: 'ipv6CidrBlock',
      value: text,
      reason: 'This is not a valid CIDR block.',
    });
  const [, bits] = ipaddr.IPv6.parseCIDR(text);
  return `${ipaddr.IPv6.networkAddressFromCIDR(text)}/${bits}`;
}
