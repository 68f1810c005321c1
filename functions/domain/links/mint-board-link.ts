import type { Clock } from '../request/ports.ts';
import type { Links } from './ports.ts';

/** One working day. */
const LIFETIME_MS = 8 * 3_600_000;

export type MintedBoardLink = { token: string; created_at: string; expires_at: string };

/** Creates a link to the board, and so to the page of every request. Times are UTC, ISO 8601. */
export const mintBoardLink = async (
  person: string,
  { links, clock }: { links: Links; clock: Clock },
): Promise<MintedBoardLink> => {
  const now = clock();
  const expires_at = new Date(now.getTime() + LIFETIME_MS).toISOString();
  const token = await links.mint({ purpose: 'board', person, expires_at });
  return { token, created_at: now.toISOString(), expires_at };
};
