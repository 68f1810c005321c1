import { REQUEST_TAG } from '../../functions/adapters/request-tag.ts';
import { MANAGED_TAG } from '../seed.ts';
import type { Ec2Call } from './call.ts';
import { connectionById } from './connection-index.ts';
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

/** The actions that they allow besides, where the stack's configuration lets Peerway write routes. */
const CONNECT_ACTIONS: RoleActions = {
  PeerwayViewer: new Set([
    'DescribeRouteTables',
    'DescribeSubnets',
    'GetManagedPrefixListEntries',
    'DescribeSecurityGroups',
    'DescribeSecurityGroupReferences',
    'DescribeStaleSecurityGroups',
  ]),
  PeerwayConnector: new Set(['CreateRoute', 'DeleteRoute', 'ModifyVpcPeeringConnectionOptions']),
};

export const CONNECTING_ROLE_ACTIONS: RoleActions = Object.fromEntries(
  Object.keys({ ...ROLE_ACTIONS, ...CONNECT_ACTIONS }).map((role) => [
    role,
    new Set([...(ROLE_ACTIONS[role] ?? []), ...(CONNECT_ACTIONS[role] ?? [])]),
  ]),
);

const isManaged = ({ caller, parameters, state }: Ec2Call): boolean => {
  const id = parameters.text('RouteTableId') ?? '';
  return tagsOf(state, caller.accountId, caller.region, id)[MANAGED_TAG.key] === MANAGED_TAG.value;
};

const hasRequestTag = ({ caller, parameters, state }: Ec2Call): boolean => {
  const id = parameters.text('VpcPeeringConnectionId') ?? '';
  return Object.hasOwn(tagsOf(state, caller.accountId, caller.region, id), REQUEST_TAG);
};

const isAccepter = ({ caller, parameters, state }: Ec2Call): boolean => {
  const connection = connectionById(state, parameters.text('VpcPeeringConnectionId') ?? '');
  return connection?.accepter.accountId === caller.accountId;
};

/** The conditions on tags in those roles' policies, by action. */
const CONDITIONS: Readonly<Record<string, (call: Ec2Call) => boolean>> = {
  CreateVpcPeeringConnection: ({ parameters }) =>
    Object.hasOwn(specifiedTags(parameters, 'vpc-peering-connection'), REQUEST_TAG),
  DeleteVpcPeeringConnection: (call) => call.settings.deleteFound || hasRequestTag(call),
  ModifyVpcPeeringConnectionOptions: (call) => isAccepter(call) || hasRequestTag(call),
  CreateRoute: isManaged,
  DeleteRoute: isManaged,
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
