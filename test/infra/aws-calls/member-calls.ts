import { actionsOf } from './iam-actions.ts';
import type { PortCall, Reach } from './reach.ts';
import type { Node } from './source-file.ts';
import { propertyOf, walk } from './walk.ts';

const ROLES: Readonly<Record<string, string>> = {
  requester: 'PeerwayRequester',
  accepter: 'PeerwayAccepter',
};

/** EC2's actions by the role that is taken on for them: as `clients.as('requester', …)` says, or the caller. */
export const memberCallsOf = (
  { firstArgument }: PortCall,
  { packages, method }: Reach & { method: Node },
): Map<string, Set<string>> => {
  const actions = new Set(packages.flatMap(actionsOf).filter((action) => action.startsWith('ec2:')));
  const found = new Map<string, Set<string>>();
  if (actions.size > 0) for (const role of rolesIn(method, firstArgument)) found.set(role, actions);
  return found;
};

/** Both, where neither the method nor its caller names one. */
const rolesIn = (method: Node, firstArgument: string | undefined): Set<string> => {
  const roles = new Set<string>();
  walk(method, (node) => {
    const callee = node.type === 'CallExpression' ? (node['callee'] as Node) : undefined;
    if (callee?.type !== 'MemberExpression' || propertyOf(callee) !== 'as') return undefined;
    const [first] = node['arguments'] as { expression: Node }[];
    const said =
      first?.expression.type === 'StringLiteral' ? String(first.expression['value']) : firstArgument;
    const role = said === undefined ? undefined : ROLES[said];
    for (const one of role ? [role] : Object.values(ROLES)) roles.add(one);
    return undefined;
  });
  return roles;
};
