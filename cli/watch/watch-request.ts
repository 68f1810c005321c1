import { setTimeout as pause } from 'node:timers/promises';
import { get } from '../../functions/edge/contract/peering-requests.ts';
import type { PeeringRequest } from '../client/api-types.ts';
import { isTransient } from '../client/retry.ts';
import type { Session } from '../session.ts';
import { changeKey, describeChanges, isSettled, progressLine } from './describe-changes.ts';

const REDRAW_MS = 200;

/** How long the API may not respond before watching fails. */
const PATIENCE_MS = 10 * 60_000;

export type WatchOptions = { intervalMs: number };

/**
 * Prints the request and every change, until it is active or has ended. The countdown starts from the time left in
 * the API's response, because this machine's clock may be wrong.
 */
export const watchRequest = async (
  first: PeeringRequest,
  { intervalMs }: WatchOptions,
  { api, output, line }: Session,
): Promise<PeeringRequest> => {
  let request = first;
  let receivedAt = performance.now();
  let isSilent = false;

  const printChanges = (before?: PeeringRequest): void => {
    line.clear();
    const changes = describeChanges(before, request);
    if (output.isData || changes.length > 0)
      output.line(request, (clean) => describeChanges(before, clean).join('\n'));
  };
  const redraw = (): void => {
    const sinceMs = performance.now() - receivedAt;
    const progress = progressLine(request, sinceMs);
    line.show(isSilent ? `${progress}   (no response for ${Math.round(sinceMs / 1000)} s)` : progress);
  };

  printChanges();
  const redrawing = setInterval(redraw, REDRAW_MS);
  const interrupted = (): void => {
    line.clear();
    process.exit(130);
  };
  process.once('SIGINT', interrupted);
  try {
    while (!isSettled(request)) {
      await pause(intervalMs);
      try {
        const { data } = await api.call(get, { id: request.id });
        const before = request;
        request = data;
        receivedAt = performance.now();
        isSilent = false;
        if (changeKey(before) !== changeKey(request)) printChanges(before);
      } catch (error) {
        if (!isTransient(error) || performance.now() - receivedAt > PATIENCE_MS) throw error;
        isSilent = true;
      }
    }
  } finally {
    clearInterval(redrawing);
    process.off('SIGINT', interrupted);
    line.clear();
  }
  return request;
};
