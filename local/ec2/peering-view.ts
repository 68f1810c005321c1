import type { Ec2Call } from './call.ts';
import { isAssociated } from './cidr-blocks.ts';
import { statusMessage, statusOf } from './peering-status.ts';
import { type DnsResolution, findVpc, type PeeringConnection, type SideName } from './state.ts';
import { tagSet, tagsOf } from './tags.ts';

export type PeeringView = ReturnType<typeof peeringView>;

/**
 * A connection as the caller sees it. Nobody sees the accepter's CIDR blocks and options before it has accepted.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcPeeringConnection.html
 */
export function peeringView(connection: PeeringConnection, call: Ec2Call) {
  const { accountId, region } = call.caller;
  const { code } = statusOf(connection, call);
  const waiting = code === 'initiating-request' || code === 'pending-acceptance';
  const accepted = code === 'provisioning' || code === 'active';
  return {
    vpcPeeringConnectionId: connection.id,
    status: { code, message: statusMessage(connection, code) },
    expirationTime: waiting ? new Date(connection.expiresAt).toISOString() : undefined,
    requesterVpcInfo: vpcInfo(connection, 'requester', call, true),
    accepterVpcInfo: vpcInfo(connection, 'accepter', call, accepted),
    tagSet: tagSet(tagsOf(call.state, accountId, region, connection.id)),
  };
}

function vpcInfo(connection: PeeringConnection, name: SideName, call: Ec2Call, shown: boolean) {
  const { accountId, region, vpcId } = connection[name];
  const vpc = shown ? findVpc(call.state, connection[name]) : undefined;
  const ipv6Blocks =
    vpc?.ipv6CidrBlocks.filter(isAssociated).map(({ cidrBlock }) => ({ ipv6CidrBlock: cidrBlock })) ?? [];
  return {
    ownerId: accountId,
    vpcId,
    region,
    cidrBlock: vpc?.cidrBlocks[0]?.cidrBlock,
    cidrBlockSet: vpc && {
      item: vpc.cidrBlocks.filter(isAssociated).map(({ cidrBlock }) => ({ cidrBlock })),
    },
    ipv6CidrBlockSet: ipv6Blocks.length > 0 ? { item: ipv6Blocks } : undefined,
    peeringOptions: vpc && optionsXml(readDnsResolution(connection.dnsResolution[name], call)),
  };
}

/** For a while after a change, reads return the old value. */
function readDnsResolution({ allowed, changedAt }: DnsResolution, { now, settings }: Ec2Call): boolean {
  return now < changedAt + settings.settleSeconds * 1000 ? !allowed : allowed;
}

export function optionsXml(allowDnsResolutionFromRemoteVpc: boolean) {
  return {
    allowDnsResolutionFromRemoteVpc,
    allowEgressFromLocalClassicLinkToRemoteVpc: false,
    allowEgressFromLocalVpcToRemoteClassicLink: false,
  };
}
