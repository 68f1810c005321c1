import type { HttpRoute } from '../../functions/routes.ts';
import { HUB_ACCOUNT_ID, VPC } from '../../local/seed.ts';
import { ACCEPTER, REQUESTER, type World } from './world.ts';

export type RouteCall = { account?: string; path: string; body?: string };

type CallSettings = {
  as?: string;
  param?: string;
  params?: readonly string[];
  json?: object;
  form?: Record<string, string>;
};

export const nameOf = ({ method, path }: HttpRoute): string => `${method} ${path}`;

const PAIR = {
  vpc_id: VPC.paymentsUs,
  vpc_region: 'us-east-1',
  peer_vpc_id: VPC.analyticsEu,
  peer_owner_id: ACCEPTER,
  peer_region: 'eu-west-1',
};

/** A valid call of each route. */
const settingsFor = (world: World): Readonly<Record<string, CallSettings>> => ({
  'POST /peering-requests': {
    as: REQUESTER,
    json: {
      ...PAIR,
      justification: 'Settlement files go to the lake.',
    },
  },
  'POST /peering-requests/preflight': {
    as: REQUESTER,
    json: PAIR,
  },
  'GET /peering-requests': { as: REQUESTER },
  'GET /peering-requests/{id}': { as: REQUESTER, param: world.pendingId },
  'GET /peering-requests/{id}/events': { as: REQUESTER, param: world.pendingId },
  'GET /peering-requests/{id}/connectivity': { as: REQUESTER, param: world.pendingId },
  'POST /peering-requests/{id}/connect': { as: REQUESTER, param: world.pendingId, json: { dry_run: true } },
  'POST /peering-requests/{id}/decision': {
    as: `${ACCEPTER}-anna@analytics.example`,
    param: world.pendingId,
    json: { decision: 'accept' },
  },
  'POST /peering-requests/{id}/cancel': { as: REQUESTER, param: world.pendingId, json: {} },
  'POST /peering-requests/{id}/extension': {
    as: REQUESTER,
    param: world.endingId,
    json: { extends_by: 'P7D', reason: 'a week longer' },
  },
  'POST /peering-requests/{id}/resubmit': { as: REQUESTER, param: world.endedId, json: {} },
  'POST /peering-requests/{id}/links': { as: REQUESTER, param: world.pendingId },
  'GET /connections': { as: HUB_ACCOUNT_ID },
  'POST /connections/{connection_id}/adopt': {
    as: HUB_ACCOUNT_ID,
    param: world.foundId,
    json: { dry_run: true },
  },
  'GET /accounts': { as: HUB_ACCOUNT_ID },
  'GET /accounts/{account_id}': { as: HUB_ACCOUNT_ID, param: ACCEPTER },
  'PUT /accounts/{account_id}': {
    as: HUB_ACCOUNT_ID,
    param: ACCEPTER,
    json: { name: 'analytics', approvers: ['anna@analytics.example'], onboarded: true },
  },
  'DELETE /accounts/{account_id}': { as: HUB_ACCOUNT_ID, param: '333333333333' },
  'GET /accounts/{account_id}/events': { as: HUB_ACCOUNT_ID, param: ACCEPTER },
  'GET /directory': { as: HUB_ACCOUNT_ID },
  'PUT /directory': { as: HUB_ACCOUNT_ID, json: { directory: {}, dry_run: true } },
  'GET /directory/events': { as: HUB_ACCOUNT_ID },
  'POST /board-links': { as: HUB_ACCOUNT_ID },
  'GET /caller': { as: REQUESTER },
  'GET /decisions/{token}': { param: world.decide },
  'POST /decisions/{token}': {
    param: world.decide,
    form: { decision: 'accept', comment: 'as agreed', form_token: world.decideForm },
  },
  'POST /decisions/{token}/list': { param: world.decide, form: { form_token: world.decideForm } },
  'GET /status/{token}': { param: world.view },
  'POST /status/{token}': { param: world.view, form: { form_token: world.viewForm } },
  'POST /extensions/{token}': {
    param: world.extend,
    form: { form_token: world.extendForm, extends_by: '604800', reason: 'a week longer' },
  },
  'POST /withdrawals/{token}': { param: world.withdraw, form: { form_token: world.withdrawForm } },
  'GET /absences/{token}': { param: world.decide },
  'POST /absences/{token}': { param: world.decide, form: { form_token: world.decideForm, change: 'back' } },
  'GET /reviews/{token}': { param: world.review },
  'POST /reviews/{token}': { param: world.review, form: { form_token: world.reviewForm } },
  'GET /board/{token}': { param: world.board },
  'GET /board/{token}/requests/{id}': { params: [world.board, world.pendingId] },
  'GET /openapi.json': {},
  'GET /directory.schema.json': {},
  'GET /docs': {},
  'GET /health': {},
});

/** @throws Error for a route without a call in this file */
export const callOf = (route: HttpRoute, world: World): RouteCall => {
  const settings = settingsFor(world)[nameOf(route)];
  if (!settings) throw new Error(`${nameOf(route)} has no call. Add one in bench/latency/route-calls.ts.`);
  const { as: account, param = '', params = [param], json, form } = settings;
  const body = form ? new URLSearchParams(form).toString() : json && JSON.stringify(json);
  return {
    path: params.reduce((path, value) => path.replace(/\{\w+\}/, value), route.path),
    ...(account && { account }),
    ...(body && { body }),
  };
};
