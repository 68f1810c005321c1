import { invalidToken } from './errors.ts';

const DEFAULT_MAX_RESULTS = 100;

export type PageRequest = { maxResults?: number | undefined; nextToken?: string | undefined };

/** One page of a listing. Its token names the last item seen, so that what is added meanwhile shifts nothing. */
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
