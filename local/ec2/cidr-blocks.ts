import ipaddr from 'ipaddr.js';
import { AwsError } from './errors.ts';
import type { CidrAssociation, Vpc } from './state.ts';

export function cidrsOverlap(one: string, other: string): boolean {
  const [address, bits] = ipaddr.parseCIDR(one);
  const [otherAddress, otherBits] = ipaddr.parseCIDR(other);
  if (address.kind() !== otherAddress.kind()) return false;
  return address.match(otherAddress, Math.min(bits, otherBits));
}

/** Whether any block of one VPC, primary, secondary or IPv6, overlaps any block of the other. */
export function vpcsOverlap(one: Vpc, other: Vpc): boolean {
  return liveBlocks(one).some((block) =>
    liveBlocks(other).some((otherBlock) => cidrsOverlap(block, otherBlock)),
  );
}

const liveBlocks = (vpc: Vpc): string[] =>
  [...vpc.cidrBlocks, ...vpc.ipv6CidrBlocks].filter(isLive).map(({ cidrBlock }) => cidrBlock);

/** Whether a block is its VPC's, or about to be. */
export const isLive = ({ state = 'associated' }: CidrAssociation): boolean =>
  state === 'associated' || state === 'associating';

/** EC2 goes on showing a block that was disassociated, but it isn't the VPC's any more. */
export const isAssociated = ({ state = 'associated' }: CidrAssociation): boolean => state === 'associated';

const isCidr = {
  IPv4: (text: string) => ipaddr.IPv4.isValidCIDRFourPartDecimal(text),
  IPv6: (text: string) => ipaddr.IPv6.isValidCIDR(text),
};

/**
 * The block as it is written canonically, with its host bits: 10.0.3.0/16 stays, ::0/0 becomes ::/0.
 * @throws InvalidParameterValue unless it is a block of the family
 */
export function spelled(text: string, family: 'IPv4' | 'IPv6', name: string): string {
  if (!isCidr[family](text)) throw new AwsError('notACidr', { name, value: text });
  const [address, bits] = ipaddr[family].parseCIDR(text);
  return `${address}/${bits}`;
}

/**
 * The block as EC2 stores it: 10.0.3.0/16 becomes 10.0.0.0/16.
 * @throws InvalidParameterValue unless it is a block of the family
 */
export function networkOf(text: string, family: 'IPv4' | 'IPv6', name: string): string {
  const block = spelled(text, family, name);
  return `${ipaddr[family].networkAddressFromCIDR(block)}/${prefixOf(block)}`;
}

const prefixOf = (block: string) => Number(block.split('/')[1]);

/** Whether a block is the other, or a part of it. */
export function isWithin(block: string, other: string): boolean {
  return prefixOf(block) >= prefixOf(other) && cidrsOverlap(block, other);
}

/** @throws InvalidVpc.Range unless it is an IPv4 block of a size that a VPC can have */
export function ipv4VpcBlock(text: string): string {
  const block = networkOf(text, 'IPv4', 'cidrBlock');
  if (prefixOf(block) < 16 || prefixOf(block) > 28) throw new AwsError('vpcRange', { cidr: text });
  return block;
}
