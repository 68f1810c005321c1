import { REQUEST_TAG } from '../../functions/adapters/request-tag.ts';
import type { Ec2Call } from './call.ts';
import { AwsError } from './errors.ts';
import { specifiedTags, tagsOf } from './tags.ts';

/** The actions that the spoke stack's roles allow in a member account. */
export const ROLE_ACTIONS: Readonly<Record<string, ReadonlySet<string>>> = {
  PeerwayRequester: new Set([
    'CreateVpcPeeringConnection',
    'DeleteVpcPeeringConnection',
    'DescribeVpcPeeringConnections',
    'DescribeVpcs',
    'DescribeVpcAttribute',
    'CreateTags',
  ]),
  PeerwayAccepter: new Set([
    'AcceptVpcPeeringConnection',
    'RejectVpcPeeringConnection',
    'DescribeVpcPeeringConnections',
    'DescribeVpcs',
    'DescribeVpcAttribute',
  ]),
};

/** The conditions on tags in those roles' policies, by action. */
const CONDITIONS: Readonly<Record<string, (call: Ec2Call) => boolean>> = {
  CreateVpcPeeringConnection: ({ parameters }) =>
    Object.hasOwn(specifiedTags(parameters, 'vpc-peering-connection'), REQUEST_TAG),
  DeleteVpcPeeringConnection: ({ caller, parameters, state }) => {
    const id = parameters.text('VpcPeeringConnectionId') ?? '';
    return Object.hasOwn(tagsOf(state, caller.accountId, caller.region, id), REQUEST_TAG);
  },
  // Allowed only as a part of CreateVpcPeeringConnection.
  CreateTags: () => false,
};

/** @throws UnauthorizedOperation */
export function authorize(call: Ec2Call, action: string): void {
  const { roleName, arn } = call.caller;
  if (roleName === undefined) return;
  const allowed = ROLE_ACTIONS[roleName]?.has(action) && (CONDITIONS[action]?.(call) ?? true);
  if (!allowed) throw new AwsError('unauthorized', { arn, action });
}
