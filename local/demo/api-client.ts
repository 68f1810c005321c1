import type { AuditEvent, ChainVerdict } from '../../functions/domain/request/audit.ts';
import type { ConnectivityState } from '../../functions/domain/request/connect.ts';
import type { Decision } from '../../functions/domain/request/peering-request.ts';
import type { RequestStatus } from '../../functions/domain/request/status.ts';
import { signedFetch } from '../signed-fetch.ts';

/** The part of a request that the demo reads from the API. */
export type ApiRequest = {
  id: string;
  status: RequestStatus;
  vpc_id: string;
  vpc_owner_id: string;
  vpc_region: string;
  peer_vpc_id: string;
  peer_region: string;
  vpc_peering_connection_id: string | null;
  window: { expires_at: string } | null;
  decision: Pick<Decision, 'kind' | 'by'> | null;
  failure: { message: string } | null;
  connectivity: { state: ConnectivityState } | null;
};

export type ApiTrail = { events: AuditEvent[]; chain: ChainVerdict };

export type ApiClient = {
  submit(body: object): Promise<ApiRequest>;
  getRequest(id: string): Promise<ApiRequest>;
  getTrail(id: string): Promise<ApiTrail>;
};

/**
 * Calls Peerway's API as an account.
 *
 * @throws Error with the API's message for every response that isn't a success
 */
export const apiClient = (api: string, account: string): ApiClient => {
  const call = async <Data>(method: 'GET' | 'POST', path: string, body?: object): Promise<Data> => {
    const response = await signedFetch(account, `${api}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    const envelope = (await response.json()) as { data?: Data; error?: { message: string } };
    if (!response.ok || !envelope.data) {
      const reason = envelope.error?.message ?? 'no error message';
      throw new Error(`${method} ${path} failed with HTTP ${response.status}: ${reason}`);
    }
    return envelope.data;
  };
  return {
    submit: (body) => call('POST', '/peering-requests', body),
    getRequest: (id) => call('GET', `/peering-requests/${id}`),
    getTrail: (id) => call('GET', `/peering-requests/${id}/events`),
  };
};
