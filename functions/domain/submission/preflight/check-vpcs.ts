import type { SideRole, Vpc } from '../../connection/ports.ts';
import { overlappingBlocks } from '../../request/cidr.ts';
import { OverlappingCidrError, ValidationError } from '../../request/errors.ts';
import type { Side } from '../../request/peering-request.ts';
import type { Known } from './facts.ts';
import { type Finding, fail, pass, unknown } from './finding.ts';

const FIELDS = {
  requester: { vpc: 'vpc_id', owner: 'vpc_owner_id' },
  accepter: { vpc: 'peer_vpc_id', owner: 'peer_owner_id' },
} as const;

export const vpcExists = (
  role: SideRole,
  { vpc_id, owner_id, region }: Side,
  vpc: Known<Vpc | undefined>,
): Finding => {
  const check = `${role}-vpc`;
  const invalid = (field: 'vpc' | 'owner', message: string, remedy: string) =>
    fail(check, message, remedy, new ValidationError([{ path: FIELDS[role][field], message }]));
  if (!vpc.known && vpc.no_role && role === 'requester') {
    return invalid(
      'owner',
      `Peerway has no role in account ${owner_id}, and cannot create the connection there.`,
      'Ask the network team to onboard the account.',
    );
  }
  if (!vpc.known)
    return unknown(check, `Whether ${vpc_id} exists in account ${owner_id} cannot be seen from here.`);
  return vpc.value
    ? pass(check, `${vpc_id} exists in account ${owner_id}, ${region}.`)
    : invalid(
        'vpc',
        `${vpc_id} does not exist in account ${owner_id}, ${region}.`,
        'Check the id, its account and its Region.',
      );
};

export const noOverlap = (requester: Known<Vpc | undefined>, accepter: Known<Vpc | undefined>): Finding => {
  const check = 'cidr-overlap';
  if (!requester.known || !accepter.known || !requester.value || !accepter.value) {
    return unknown(
      check,
      'Whether the VPCs overlap cannot be seen from here. If they do, EC2 will fail the request.',
    );
  }
  const overlaps = overlappingBlocks(requester.value.cidr_blocks, accepter.value.cidr_blocks);
  if (overlaps.length === 0) return pass(check, 'No block of one VPC overlaps one of the other.');
  const pairs = overlaps.map((pair) => `${pair.requester} and ${pair.accepter}`).join(', ');
  return fail(
    check,
    `These blocks overlap: ${pairs}.`,
    'Peer VPCs that do not overlap, or connect these by PrivateLink or a transit gateway with NAT.',
    new OverlappingCidrError(overlaps),
  );
};

export const dns = (requester: Known<Vpc | undefined>, accepter: Known<Vpc | undefined>): Finding => {
  const check = 'dns';
  if (!requester.known || !accepter.known || !requester.value || !accepter.value) {
    return unknown(check, 'The DNS settings of both VPCs cannot be seen from here.');
  }
  const isReady = ({ dns_support, dns_hostnames }: Vpc) => dns_support && dns_hostnames;
  if (isReady(requester.value) && isReady(accepter.value)) {
    return pass(check, 'Both VPCs have DNS support and DNS hostnames.');
  }
  return {
    check,
    result: 'warn',
    message:
      'A VPC has DNS support or DNS hostnames off: names of one VPC cannot resolve to private addresses in the other.',
    remedy: 'Turn both on in both VPCs if you want DNS resolution over the connection.',
  };
};
