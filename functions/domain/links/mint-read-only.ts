import type { Clock } from '../request/ports.ts';
import type { BoardLink, Links, ReadingLink } from './ports.ts';

/** One working day. */
const LIFETIME_MS = 8 * 3_600_000;

type Unminted<Kind> = Omit<Kind, 'form_key' | 'expires_at'>;

export type MintLinkDeps = { links: Links; clock: Clock };

export type MintedLink = { token: string; created_at: string; expires_at: string };

/** Creates a link to the board or to read a request. Times are UTC, ISO 8601. */
export const mintReadOnly = async (
  link: Unminted<BoardLink> | Unminted<ReadingLink>,
  { links, clock }: MintLinkDeps,
): Promise<MintedLink> => {
  const now = clock();
  const expires_at = new Date(now.getTime() + LIFETIME_MS).toISOString();
  const token = await links.mint({ ...link, expires_at });
  return { token, created_at: now.toISOString(), expires_at };
};
