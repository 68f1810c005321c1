import type { Configuration } from '../configuration/schema.ts';
import type { Grant, HubResources, MemberRole } from './grant.ts';

/** What a function does in member accounts. Each looks; none does two of the others. */
export type MemberAccess = 'view' | 'request' | 'accept' | 'connect';

const ROLES_BY_ACCESS: Readonly<Record<MemberAccess, readonly MemberRole[]>> = {
  view: ['PeerwayViewer'],
  request: ['PeerwayViewer', 'PeerwayRequester'],
  accept: ['PeerwayViewer', 'PeerwayAccepter'],
  connect: ['PeerwayViewer', 'PeerwayConnector'],
};

/** Whether the spoke stacks let Peerway change what connects two VPCs, and look at it. */
export const canConnect = ({ connect }: Pick<Configuration, 'connect'>): boolean =>
  connect.routes || connect.dnsResolution;

/** The path of all hub roles that work in member accounts. */
export const EC2_ROLE_PATH = '/peerway/ec2/';

/** The path of the roles of functions with this access. The spoke roles trust paths. */
export const rolePathOf = (access: MemberAccess): string => `${EC2_ROLE_PATH}${access}/`;

/** The path below which a spoke role trusts the hub's roles. */
export const TRUSTED_PATHS: Readonly<Record<MemberRole, string>> = {
  PeerwayViewer: EC2_ROLE_PATH,
  PeerwayRequester: rolePathOf('request'),
  PeerwayAccepter: rolePathOf('accept'),
  PeerwayConnector: rolePathOf('connect'),
};

export const assumeFor = (access: MemberAccess, hub: Pick<HubResources, 'canConnect'>): readonly Grant[] =>
  ROLES_BY_ACCESS[access].filter((role) => hub.canConnect || role !== 'PeerwayConnector').map(assume);

/**
 * Allows assuming Peerway's role in any account, because a policy can't list hundreds of them. The role's trust
 * policy decides: it checks the external ID and the hub's role path.
 */
const assume = (role: MemberRole): Grant => ({
  actions: ['sts:AssumeRole'],
  resources: (hub) => [hub.memberRoleArn(role)],
  conditions: ({ organizationId }) =>
    organizationId ? { StringEquals: { 'aws:ResourceOrgID': organizationId } } : undefined,
});
