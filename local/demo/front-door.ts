import type { AuditEvent, ChainVerdict } from '../../functions/domain/request/audit.ts';
import type { Decision } from '../../functions/domain/request/peering-request.ts';
import type { RequestStatus } from '../../functions/domain/request/status.ts';
import { signedFetch } from '../signed-fetch.ts';

/** What the demo reads of the API's answers. */
export type RequestAnswer = {
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
};

export type TrailAnswer = { events: AuditEvent[]; chain: ChainVerdict };

export type FrontDoor = {
  submit(body: object): Promise<RequestAnswer>;
  request(id: string): Promise<RequestAnswer>;
  trail(id: string): Promise<TrailAnswer>;
};

/**
 * Peerway's API as an account calls it.
 *
 * @throws Error with the API's own message for every answer that is no success
 */
export const frontDoor = (api: string, account: string): FrontDoor => {
  const call = async <Data>(method: 'GET' | 'POST', path: string, body?: object): Promise<Data> => {
    const response = await signedFetch(account, `${api}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as { data?: Data; error?: { message: string } };
    if (!response.ok || !answer.data) {
      const why = answer.error?.message ?? 'and not why';
      throw new Error(`${method} ${path} was answered ${response.status}, ${why}`);
    }
    return answer.data;
  };
  return {
    submit: (body) => call('POST', '/peering-requests', body),
    request: (id) => call('GET', `/peering-requests/${id}`),
    trail: (id) => call('GET', `/peering-requests/${id}/events`),
  };
};
