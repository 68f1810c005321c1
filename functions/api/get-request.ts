import * as z from 'zod/mini';
import type { RequestId } from '../domain/peering-request.ts';
import type { Clock, Requests } from '../domain/ports.ts';
import { apiHandler, type Call, nothing } from '../edge/api-handler.ts';
import { visibleTo } from '../edge/caller.ts';
import { requestId } from '../edge/fields.ts';
import { type RequestView, requestView } from '../edge/request-view.ts';
import { clock, networkTeam, requests } from '../wiring.ts';

/** @throws NotFoundError */
export const getRequest = async (
  { params: { id }, caller }: Call<{ id: RequestId }, unknown>,
  deps: { requests: Requests; clock: Clock },
): Promise<RequestView> => requestView(visibleTo(caller, id, await deps.requests.get(id)), deps.clock());

export const handler = apiHandler(
  { params: z.strictObject({ id: requestId }), body: nothing, status: 200, networkTeam },
  (call) => getRequest(call, { requests: requests(), clock }),
);
