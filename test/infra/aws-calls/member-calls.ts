import { actionsOf } from './iam-actions.ts';
import type { Reach } from './reach.ts';
import type { Node } from './source-file.ts';
import { propertyOf, walk } from './walk.ts';

const ROLES: Readonly<Record<string, string>> = {
  viewer: 'PeerwayViewer',
  requester: 'PeerwayRequester',
  accepter: 'PeerwayAccepter',
  connector: 'PeerwayConnector',
};

/** EC2's actions by the role that is taken on for them, as `clients.as('requester', …)` says. */
export const memberCallsOf = ({ packages, method }: Reach & { method: Node }): Map<string, Set<string>> => {
  const actions = new Set(packages.flatMap(actionsOf).filter((action) => action.startsWith('ec2:')));
  return new Map(actions.size > 0 ? [...rolesIn(method)].map((role) => [role, actions]) : []);
};

/** @throws Error where it does not name the role */
const rolesIn = (method: Node): Set<string> => {
  const roles = new Set<string>();
  walk(method, (node) => {
    const callee = node.type === 'CallExpression' ? (node['callee'] as Node) : undefined;
    if (callee?.type !== 'MemberExpression' || propertyOf(callee) !== 'as') return undefined;
    const [first] = node['arguments'] as { expression: Node }[];
    const role = ROLES[String(first?.expression['value'])];
    if (!role) throw new Error('A client is asked for by a role that its call does not name.');
    roles.add(role);
    return undefined;
  });
  return roles;
};
