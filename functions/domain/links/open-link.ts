import type { SideRole } from '../request/connect.ts';
import { NotFoundError } from '../request/errors.ts';
import type { Viewer } from '../request/may-learn-of.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import type { Clock, Requests } from '../request/ports.ts';
import type { AnyLink, BoardLink, Link, Links, ReadingLink } from './ports.ts';

const DAY_MS = 86_400_000;

/** How long after it expires a link still shows how the request ended. */
export const READABLE_MS: Readonly<Record<AnyLink['purpose'], number>> = {
  decide: 30 * DAY_MS,
  view: 30 * DAY_MS,
  read: 0,
  board: 0,
};

export type OpenedLink = { link: Link; request: PeeringRequest };

/** A request that was opened by a link of its own, or from the board. */
export type OpenedRequest = { link: AnyLink; request: PeeringRequest };

export type OpenLinkDeps = { links: Links; requests: Requests; clock: Clock };

/**
 * Opens a link. The error is the same whether the link never existed, has another purpose or expired long ago.
 *
 * @throws NotFoundError
 */
export const openLink = (token: string, purpose: Link['purpose'], deps: OpenLinkDeps): Promise<OpenedLink> =>
  openIf((link): link is Link => link.purpose === purpose, token, deps);

/**
 * Opens a link that shows a request: one to follow it, or one to read it.
 *
 * @throws NotFoundError as `openLink` does
 */
export const openLinkToSee = (
  token: string,
  deps: OpenLinkDeps,
): Promise<{ link: Link | ReadingLink; request: PeeringRequest }> =>
  openIf(
    (link): link is Link | ReadingLink => link.purpose === 'view' || link.purpose === 'read',
    token,
    deps,
  );

const openIf = async <Wanted extends Link | ReadingLink>(
  isWanted: (link: AnyLink) => link is Wanted,
  token: string,
  { links, requests, clock }: OpenLinkDeps,
): Promise<{ link: Wanted; request: PeeringRequest }> => {
  const link = await links.find(token);
  if (!link || !isWanted(link) || isPast(link, clock(), READABLE_MS[link.purpose])) {
    throw new NotFoundError('This link');
  }
  const request = await requests.get(link.request_id);
  if (!request) throw new NotFoundError('This link');
  return { link, request };
};

/**
 * Whether the link is the contact's, who follows the request for the requester. The accepter's escalation contact and
 * the network team have links to follow it too, and members have links to read it: these only show.
 */
export const isContacts = ({ link, request }: OpenedRequest): boolean =>
  link.purpose === 'view' && link.person === request.contact_email;

/** The sides whose own affairs, such as their route tables, the link's holder may see. */
export const sidesOf = (opened: OpenedRequest): readonly SideRole[] => {
  switch (opened.link.purpose) {
    case 'board':
      return ['requester', 'accepter'];
    case 'read':
      return opened.link.sides;
    default:
      return [isContacts(opened) ? 'requester' : 'accepter'];
  }
};

/** The side as which the link's holder reads the request: the accepter's sees both VPCs' CIDR blocks. */
export const sideOf = (opened: OpenedRequest): SideRole =>
  sidesOf(opened).includes('accepter') ? 'accepter' : 'requester';

export const viewerOf = (opened: OpenedRequest): Viewer => ({
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
