import { NotFoundError } from '../request/errors.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import type { Clock, Requests } from '../request/ports.ts';
import type { BoardLink, Link, Links } from './ports.ts';

/** What a link leads to, for as long as its visitor may learn how the request ended. */
const READABLE_MS = 30 * 86_400_000;

export type OpenedLink = { link: Link; request: PeeringRequest };

export type OpenLinkDeps = { links: Links; requests: Requests; clock: Clock };

/**
 * What a link leads to. One that never was, one that was made for another purpose and one that is long dead
 * are not told apart.
 *
 * @throws NotFoundError
 */
export const openLink = async (
  token: string,
  purpose: Link['purpose'],
  { links, requests, clock }: OpenLinkDeps,
): Promise<OpenedLink> => {
  const link = await links.find(token);
  if (link?.purpose !== purpose || isPast(link, clock(), READABLE_MS)) throw new NotFoundError('This link');
  const request = await requests.get(link.request_id);
  if (!request) throw new NotFoundError('This link');
  return { link, request };
};

/** @throws NotFoundError as for any other link that is none */
export const openBoard = async (
  token: string,
  { links, clock }: { links: Links; clock: Clock },
): Promise<BoardLink> => {
  const link = await links.find(token);
  if (link?.purpose !== 'board' || isPast(link, clock())) throw new NotFoundError('This link');
  return link;
};

/** Whether the link's time is over, by so many milliseconds or more. */
export const isPast = ({ expires_at }: { expires_at: string }, now: Date, byMs = 0): boolean =>
  now.getTime() >= Date.parse(expires_at) + byMs;
