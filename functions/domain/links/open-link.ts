import { NotFoundError } from '../request/errors.ts';
import type { Viewer } from '../request/may-learn-of.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import type { Clock, Requests } from '../request/ports.ts';
import type { BoardLink, Link, Links } from './ports.ts';

/** How long after it expires a link still shows how the request ended. */
const READABLE_MS = 30 * 86_400_000;

export type OpenedLink = { link: Link; request: PeeringRequest };

/** A request that was opened by a link of its own, or from the board. */
export type OpenedRequest = { link: Link | BoardLink; request: PeeringRequest };

export type OpenLinkDeps = { links: Links; requests: Requests; clock: Clock };

/**
 * Opens a link. The error is the same whether the link never existed, has another purpose or expired long ago.
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

/**
 * The side that the link's holder stands for. The contact follows a request for the requester; the accepter's
 * escalation contact and the network team have links to follow it too.
 */
export const sideOf = ({ link, request }: OpenedRequest): 'requester' | 'accepter' =>
  link.purpose === 'view' && link.person === request.contact_email ? 'requester' : 'accepter';

export const viewerOf = (opened: OpenedLink): Viewer => ({
  account_id: opened.request[sideOf(opened)].owner_id,
});

/** @throws NotFoundError as for any other link that doesn't work */
export const openBoard = async (
  token: string,
  { links, clock }: { links: Links; clock: Clock },
): Promise<BoardLink> => {
  const link = await links.find(token);
  if (link?.purpose !== 'board' || isPast(link, clock())) throw new NotFoundError('This link');
  return link;
};

/** Whether the link expired at least this many milliseconds ago. */
export const isPast = ({ expires_at }: { expires_at: string }, now: Date, byMs = 0): boolean =>
  now.getTime() >= Date.parse(expires_at) + byMs;
