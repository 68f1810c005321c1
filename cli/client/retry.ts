import { setTimeout as pause } from 'node:timers/promises';
import { RefusedError, UnreachableError } from '../errors.ts';

/** Milliseconds before the second, third and fourth attempt. */
const PAUSES_MS = [250, 1000, 3000] as const;

/** No response, or a server error: another attempt may succeed. */
export const isTransient = (error: unknown): boolean =>
  (error instanceof UnreachableError && error.transient) ||
  (error instanceof RefusedError && error.status >= 500);

/** Only for calls that are safe to repeat. */
export const withRetries = async <T>(
  attempt: () => Promise<T>,
  onRetry: (retry: number, of: number) => void,
): Promise<T> => {
  for (const [index, pauseMs] of PAUSES_MS.entries()) {
    try {
      return await attempt();
    } catch (error) {
      if (!isTransient(error)) throw error;
      onRetry(index + 1, PAUSES_MS.length);
      await pause(pauseMs);
    }
  }
  return attempt();
};
