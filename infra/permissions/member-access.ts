import type { Grant, MemberRole } from './grant.ts';

/** What a function does in member accounts. Each looks; none both requests and accepts. */
export type MemberAccess = 'view' | 'request' | 'accept';

const ROLES_BY_ACCESS: Readonly<Record<MemberAccess, readonly MemberRole[]>> = {
  view: ['PeerwayViewer'],
  request: ['PeerwayViewer', 'PeerwayRequester'],
  accept: ['PeerwayViewer', 'PeerwayAccepter'],
};

/** The path of all hub roles that work in member accounts. */
export const EC2_ROLE_PATH = '/peerway/ec2/';

/** The path of the roles of functions with this access. The spoke roles trust paths. */
export const rolePathOf = (access: MemberAccess): string => `${EC2_ROLE_PATH}${access}/`;

/** The path below which a spoke role trusts the hub's roles. */
export const TRUSTED_PATHS: Readonly<Record<MemberRole, string>> = {
  PeerwayViewer: EC2_ROLE_PATH,
  PeerwayRequester: rolePathOf('request'),
  PeerwayAccepter: rolePathOf('accept'),
};

export const assumeFor = (access: MemberAccess): readonly Grant[] => ROLES_BY_ACCESS[access].map(assume);

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
