import type { Ec2Action, Ec2Call } from './call.ts';
import { AwsError } from './errors.ts';
import { visibleConnection } from './peering-lookup.ts';
import { statusOf } from './peering-status.ts';
import { optionsXml } from './peering-view.ts';
import type { Parameters } from './query-protocol.ts';
import { findVpc, type PeeringConnection, type SideName } from './state.ts';

const GROUP = {
  requester: { input: 'RequesterPeeringConnectionOptions', output: 'requesterPeeringConnectionOptions' },
  accepter: { input: 'AccepterPeeringConnectionOptions', output: 'accepterPeeringConnectionOptions' },
} as const;

const SIDES: readonly SideName[] = ['requester', 'accepter'];

function checkMayModify(call: Ec2Call, side: SideName, { [side]: own, id }: PeeringConnection): void {
  const { accountId, region } = call.caller;
  if (own.accountId !== accountId) throw new AwsError('optionsNotYours', { accountId, side });
  if (own.region !== region) {
    throw new AwsError('wrongRegion', { asked: region, id, done: 'modified', right: own.region });
  }
}

function checkDns(call: Ec2Call, { requester, accepter }: PeeringConnection): void {
  for (const side of [requester, accepter]) {
    const vpc = findVpc(call.state, side);
    if (!vpc?.enableDnsSupport || !vpc.enableDnsHostnames) {
      throw new AwsError('dnsDisabled', { vpcId: side.vpcId });
    }
  }
}

const CLASSIC_LINK = [
  'AllowEgressFromLocalClassicLinkToRemoteVpc',
  'AllowEgressFromLocalVpcToRemoteClassicLink',
] as const;

/** Within a Region, they change nothing: ClassicLink has been retired. */
function checkClassicLink({ requester, accepter }: PeeringConnection, options: Parameters): void {
  const names = CLASSIC_LINK.filter((name) => options.has(name)).join(', ');
  if (names !== '' && requester.region !== accepter.region) throw new AwsError('acrossRegions', { names });
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcPeeringConnectionOptions.html */
const modify: Ec2Action = (call) => {
  const { parameters, now } = call;
  const connection = visibleConnection(call, parameters.required('VpcPeeringConnectionId'));
  if (statusOf(connection, call).code !== 'active') {
    throw new AwsError('optionsNotActive', { id: connection.id });
  }

  const sides = SIDES.filter((side) => parameters.has(GROUP[side].input));
  if (sides.length === 0) throw new AwsError('missingParameter', { name: GROUP.requester.input });
  const changes = sides.map((side) => {
    const options = parameters.group(GROUP[side].input);
    return { side, options, allowed: options.flag('AllowDnsResolutionFromRemoteVpc') };
  });
  for (const { side, options, allowed } of changes) {
    checkMayModify(call, side, connection);
    checkClassicLink(connection, options);
    if (allowed) checkDns(call, connection);
  }
  for (const { side, allowed } of changes) {
    const changed = allowed !== undefined && allowed !== connection.dnsResolution[side].allowed;
    if (changed) connection.dnsResolution[side] = { allowed, changedAt: now };
  }
  return Object.fromEntries(
    sides.map((side) => [GROUP[side].output, optionsXml(connection.dnsResolution[side].allowed)]),
  );
};

export const OPTIONS_ACTIONS: Readonly<Record<string, Ec2Action>> = {
  ModifyVpcPeeringConnectionOptions: modify,
};
