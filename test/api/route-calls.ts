import { type HttpRoute, ROUTES } from '../../functions/routes.ts';
import { ACROSS, PAYMENTS } from '../journey/journey.ts';

/** HEAD runs what GET runs. */
export const SIGNED_ROUTES: readonly HttpRoute[] = ROUTES.filter(
  ({ authorizer, method }) => authorizer === 'iam' && method !== 'HEAD',
);

export const nameOf = ({ method, path }: HttpRoute): string => `${method} ${path}`;

/** What each route that may take a body is sent, when it is nothing but right. */
const BODIES: Record<string, object | undefined> = {
  'POST /peering-requests': { ...ACROSS, vpc_owner_id: PAYMENTS },
  'POST /peering-requests/preflight': { ...ACROSS, vpc_owner_id: PAYMENTS },
  'POST /peering-requests/{id}/cancel': { comment: 'not needed' },
  'POST /peering-requests/{id}/connect': {},
  'POST /peering-requests/{id}/decision': { decision: 'accept' },
  'POST /peering-requests/{id}/extension': { extends_by: 'P7D', reason: 'a week longer' },
  'POST /peering-requests/{id}/resubmit': { justification: 'once more' },
  'POST /peering-requests/{id}/links': undefined,
  'POST /connections/{connection_id}/adopt': {},
  'POST /board-links': undefined,
  'PUT /directory': { directory: {}, dry_run: true },
  'PUT /accounts/{account_id}': { name: 'mine now', approvers: ['eve@evil.example'], onboarded: true },
};

export type RouteCall = { method: string; path: string; body?: object };

/** A call of the route in which nothing is wrong but, perhaps, who makes it and whether there is such a thing. */
export const callOf = (route: HttpRoute, names: { id: string; account_id: string }): RouteCall => {
  const { method } = route;
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    // Nobody has such a connection.
    if (name === 'connection_id') return 'pcx-0123456789abcdef0';
    if (name === 'id' || name === 'account_id') return names[name];
    throw new Error(`${nameOf(route)}: what stands for ${name} here?`);
  });
  if (method !== 'POST' && method !== 'PUT') return { method, path };
  if (!Object.hasOwn(BODIES, nameOf(route))) throw new Error(`${nameOf(route)}: what is it sent?`);
  const body = BODIES[nameOf(route)];
  return { method, path, ...(body && { body }) };
};
