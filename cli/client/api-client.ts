import type * as z from 'zod/mini';
import type { Contract } from '../../functions/edge/contract/contract.ts';
import { type Access, accessRemedy } from './access-remedy.ts';
import type { Fields } from './api-types.ts';
import type { Endpoint } from './endpoint.ts';
import { parseFields } from './fields.ts';
import { readResponse } from './read-response.ts';
import { withRetries } from './retry.ts';
import { send } from './send.ts';
import type { Sign, Unsigned } from './sign.ts';
import { SkewedClock } from './skewed-clock.ts';

export type Answer<C extends Contract> = {
  data: z.infer<C['data']>;
  /** Whether this is the response to an earlier call with the same key. */
  replayed: boolean;
};

export type CallOptions = { idempotencyKey?: string; onRetry?: (retry: number, of: number) => void };

export type ApiClient = {
  /** @throws UsageError, UnreachableError, RefusedError */
  call<C extends Contract>(contract: C, fields?: Fields, options?: CallOptions): Promise<Answer<C>>;
};

/** Calls routes by their contracts, which the API uses too. */
export const apiClient = (
  access: Access,
  sign: Sign,
  userAgent: string,
  clock = new SkewedClock(),
): ApiClient => ({
  call: async (contract, fields = {}, { idempotencyKey, onRetry = () => undefined } = {}) => {
    const request: Unsigned = {
      method: contract.method,
      url: address(access.endpoint, contract, fields),
      headers: {
        'user-agent': userAgent,
        ...(contract.body && { 'content-type': 'application/json' }),
        ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
      },
      ...(contract.body && { body: JSON.stringify(parseFields(contract.body, fields)) }),
    };
    const sendSigned = async () =>
      send({ ...request, headers: await sign(request, clock.now()) }, access.endpoint);
    const attempt = async () => {
      let response = await sendSigned();
      if (response.status === 403 && clock.correct(response.headers.get('date')))
        response = await sendSigned();
      const data = await readResponse<z.infer<(typeof contract)['data']>>(response, fields, (reason) =>
        accessRemedy(access, reason),
      );
      return { data, replayed: response.headers.get('idempotent-replayed') === 'true' };
    };
    const isRepeatable =
      contract.method === 'GET' || contract.method === 'PUT' || idempotencyKey !== undefined;
    return isRepeatable ? withRetries(attempt, onRetry) : attempt();
  },
});

const address = ({ url }: Endpoint, contract: Contract, fields: Fields): URL => {
  const params = parseFields(contract.params, fields);
  const path = contract.path.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(params[name])));
  const query = Object.entries(parseFields(contract.query, fields));
  const search = query.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&');
  return new URL(`${url}${path}${search && `?${search}`}`);
};
