import { describeSharing } from '../../connection/describe-sharing.ts';
import { ConnectionRefusedError, RoleNotAssumableError } from '../../connection/errors.ts';
import type { Vpc } from '../../connection/ports.ts';
import { findOverlappingBlocks } from '../../request/cidr.ts';
import type { SideRole } from '../../request/connect.ts';
import { OverlappingCidrError, UpstreamError, ValidationError } from '../../request/errors.ts';
import type { Side } from '../../request/peering-request.ts';
import type { Applicant } from './applicant.ts';
import type { Known } from './facts.ts';
import { type Finding, fail, pass, unknown } from './finding.ts';

const FIELDS = {
  requester: { vpc: 'vpc_id', owner: 'vpc_owner_id', region: 'vpc_region' },
  accepter: { vpc: 'peer_vpc_id', owner: 'peer_owner_id', region: 'peer_region' },
} as const;

export const checkVpc = (
  role: SideRole,
  side: Side,
  vpc: Known<Vpc | undefined>,
  regions: readonly string[],
  { left_out = [], found }: Pick<Applicant, 'left_out' | 'found'>,
): Finding => {
  const { vpc_id, owner_id, region } = side;
  const check = `${role}-vpc`;
  const defaults = describeDefaults(role, side, left_out);
  const cannotCheck = `Peerway can’t check whether ${vpc_id} exists in account ${owner_id}, ${region}.`;
  const invalid = (field: 'vpc' | 'owner' | 'region', message: string, remedy: string) =>
    fail(check, message, remedy, new ValidationError([{ path: FIELDS[role][field], message }]));
  if (!regions.includes(region)) {
    return invalid(
      'region',
      `Peerway isn’t set up for ${region}. Choose one of: ${regions.join(', ')}.${defaults}`,
      'Check the Region, or ask the network team to add it to the configuration.',
    );
  }
  if (!vpc.known && found) return unknown(check, cannotCheck);
  if (!vpc.known && role === 'requester' && vpc.error instanceof RoleNotAssumableError) {
    return invalid(
      'owner',
      `Peerway has no role in account ${owner_id}, so it can’t create the connection there.`,
      'Ask the network team to onboard the account or update its roles.',
    );
  }
  if (!vpc.known && role === 'requester' && vpc.error instanceof ConnectionRefusedError) {
    return invalid(
      'owner',
      `EC2 doesn’t let Peerway’s role in account ${owner_id} describe VPCs in ${region}: ${vpc.error.code}.`,
      'Ask the network team to check the account’s role, its service control policies, and its Regions.',
    );
  }
  if (!vpc.known)
    return role === 'requester' ? unproven(check, cannotCheck, vpc.error) : unknown(check, cannotCheck);
  const sharing = vpc.value && describeSharing(side, vpc.value);
  if (sharing) return invalid('owner', sharing, 'Submit a request that names the account that owns the VPC.');
  return vpc.value
    ? pass(check, `${vpc_id} exists in account ${owner_id}, ${region}.`)
    : invalid(
        'vpc',
        `${vpc_id} doesn’t exist in account ${owner_id}, ${region}.${defaults}`,
        'Check the VPC ID, its account, and its Region.',
      );
};

/** Where Peerway looked for want of a field: most often, the VPC is elsewhere. */
const describeDefaults = (role: SideRole, { owner_id, region }: Side, leftOut: readonly string[]): string => {
  const looked = [
    [FIELDS[role].owner, `account ${owner_id}`],
    [FIELDS[role].region, region],
  ] as const;
  return looked
    .filter(([field]) => leftOut.includes(field))
    .map(([field, where]) => ` \`${field}\` was left out, so Peerway looked in ${where}.`)
    .join('');
};

/**
 * A request holds its pair of VPCs, so it is recorded only for an account that EC2 shows to own the requester VPC.
 * Otherwise anybody could keep two VPCs of others from being peered.
 */
const unproven = (check: string, message: string, cause: unknown): Finding => ({
  ...unknown(check, message),
  remedy: 'Try again later. A request can’t be submitted until this check succeeds.',
  error: new UpstreamError({ cause }, `${message} Nothing was submitted. Try again later.`),
});

export const checkOverlap = (
  requester: Known<Vpc | undefined>,
  accepter: Known<Vpc | undefined>,
): Finding => {
  const check = 'cidr-overlap';
  if (!requester.known || !accepter.known || !requester.value || !accepter.value) {
    return unknown(
      check,
      'Peerway can’t check for overlapping CIDR blocks. If the VPCs overlap, the request fails in EC2.',
    );
  }
  const overlaps = findOverlappingBlocks(requester.value.cidr_blocks, accepter.value.cidr_blocks);
  if (overlaps.length === 0) return pass(check, 'The VPCs’ CIDR blocks don’t overlap.');
  const pairs = overlaps.map((pair) => `${pair.requester} and ${pair.accepter}`).join(', ');
  return fail(
    check,
    `The VPCs’ CIDR blocks overlap: ${pairs}. EC2 can’t peer overlapping VPCs.`,
    'Peer VPCs that don’t overlap, or connect these with AWS PrivateLink, or with a transit gateway and NAT.',
    new OverlappingCidrError(overlaps),
  );
};

export const checkDns = (requester: Known<Vpc | undefined>, accepter: Known<Vpc | undefined>): Finding => {
  const check = 'dns';
  if (!isDnsKnown(requester) || !isDnsKnown(accepter)) {
    return unknown(check, 'Peerway can’t see the DNS settings of both VPCs.');
  }
  const isReady = ({ dns_support, dns_hostnames }: Vpc) => dns_support && dns_hostnames;
  if (isReady(requester.value) && isReady(accepter.value)) {
    return pass(
      check,
      'DNS support and DNS hostnames are on in both VPCs. DNS names resolve to private IP addresses once each side of the connection also has AllowDnsResolutionFromRemoteVpc on.',
    );
  }
  return {
    check,
    result: 'warn',
    message:
      'DNS support or DNS hostnames are off in at least one VPC, so DNS names in one VPC can’t resolve to private IP addresses in the other.',
    remedy:
      'To resolve DNS names over the connection, turn on both settings in both VPCs, and then AllowDnsResolutionFromRemoteVpc on each side of the connection.',
  };
};

const isDnsKnown = (vpc: Known<Vpc | undefined>): vpc is { known: true; value: Vpc } =>
  vpc.known && vpc.value?.dns_support !== undefined;
