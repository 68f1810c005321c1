import { REQUEST_TAG } from '../../functions/adapters/request-tag.ts';
import type { Ec2Call } from './call.ts';
import { AwsError } from './errors.ts';
import { specifiedTags, tagsOf } from './tags.ts';

/** What the roles in a member account may do, by their names. */
export type RoleActions = Readonly<Record<string, ReadonlySet<string>>>;

/** The actions that the spoke stack's roles allow. */
export const ROLE_ACTIONS: RoleActions = {
  PeerwayViewer: new Set(['DescribeVpcPeeringConnections', 'DescribeVpcs', 'DescribeVpcAttribute']),
  PeerwayRequester: new Set(['CreateVpcPeeringConnection', 'DeleteVpcPeeringConnection', 'CreateTags']),
  PeerwayAccepter: new Set(['AcceptVpcPeeringConnection', 'RejectVpcPeeringConnection']),
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

/**
 * @param roles those in the caller's account
 * @throws UnauthorizedOperation
 */
export function authorize(call: Ec2Call, action: string, roles: RoleActions): void {
  const { roleName, arn } = call.caller;
  if (roleName === undefined) return;
  const allowed = roles[roleName]?.has(action) && (CONDITIONS[action]?.(call) ?? true);
  if (!allowed) throw new AwsError('unauthorized', { arn, action });
}
