import type * as z from 'zod/mini';
import type { getAccount } from '../../functions/edge/contract/accounts.ts';
import type { events } from '../../functions/edge/contract/audit-trail.ts';
import type { getCaller } from '../../functions/edge/contract/callers.ts';
import type { adoptConnection, listConnections } from '../../functions/edge/contract/connections.ts';
import type { getConnectivity } from '../../functions/edge/contract/connectivity.ts';
import type { get, list, preflight } from '../../functions/edge/contract/peering-requests.ts';

/** The params, query and body of a call, by the API's names. */
export type Fields = Readonly<Record<string, unknown>>;

/** The responses, by their contracts. */
export type PeeringRequest = z.infer<(typeof get)['data']>;
export type RequestPage = z.infer<(typeof list)['data']>;
export type RequestSummary = RequestPage['items'][number];
export type ConnectionPage = z.infer<(typeof listConnections)['data']>;
export type AdoptedConnection = z.infer<(typeof adoptConnection)['data']>;
export type RegisteredConnection = ConnectionPage['items'][number];
export type Preflight = z.infer<(typeof preflight)['data']>;
export type Check = Preflight['checks'][number];
export type Decision = NonNullable<PeeringRequest['decision']>;
export type Trail = z.infer<(typeof events)['data']>;
export type TrailEvent = Trail['events'][number];
export type Caller = z.infer<(typeof getCaller)['data']>;
export type Account = z.infer<(typeof getAccount)['data']>;
export type Connectivity = z.infer<(typeof getConnectivity)['data']>;
export type ConnectivitySide = Connectivity['requester'];
