import * as z from 'zod';
import { invalidToken } from './errors.ts';

export const paging = {
  maxResults: z.int().min(0).max(1000).optional(),
  nextToken: z.string().min(1).max(1024).optional(),
};

const DEFAULT_MAX_RESULTS = 100;

type PageRequest = { maxResults?: number | undefined; nextToken?: string | undefined };

/** Returns a page of a list. Its token contains the last item, so that new items don't shift later pages. */
export function page<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  { maxResults, nextToken }: PageRequest,
): { items: readonly T[]; nextToken?: string } {
  let start = 0;
  if (nextToken !== undefined) {
    const key = Buffer.from(nextToken, 'base64url').toString();
    start = items.findIndex((item) => keyOf(item) === key) + 1;
    if (start === 0) throw invalidToken();
  }
  const shown = items.slice(start, start + (maxResults || DEFAULT_MAX_RESULTS));
  const last = shown.at(-1);
  if (last === undefined || start + shown.length === items.length) return { items: shown };
  return { items: shown, nextToken: Buffer.from(keyOf(last)).toString('base64url') };
}
