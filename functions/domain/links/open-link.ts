import type { SideRole } from '../request/connect.ts';
import { NotFoundError } from '../request/errors.ts';
import type { Viewer } from '../request/may-learn-of.ts';
import type { PeeringRequest, RequestId, Sides } from '../request/peering-request.ts';
import type { Clock, Requests } from '../request/ports.ts';
import type { AnyLink, BoardLink, Link, Links, ReadingLink, ReviewLink } from './ports.ts';

const DAY_MS = 86_400_000;

/** How long after it expires a link still shows how the request ended. */
export const READABLE_MS: Readonly<Record<AnyLink['purpose'], number>> = {
  decide: 30 * DAY_MS,
  view: 30 * DAY_MS,
  review: 30 * DAY_MS,
  read: 0,
  board: 0,
};

export type OpenedLink = { link: Link; request: PeeringRequest };

/** A request that was opened by a link of its own, or from the board. */
export type OpenedRequest = { link: AnyLink; request: PeeringRequest };

type FindLinkDeps = { links: Links; clock: Clock };

export type OpenLinkDeps = FindLinkDeps & { requests: Requests };

/**
 * Finds a link that works. The error is the same whether it never existed, has another purpose or expired long ago.
 *
 * @throws NotFoundError
 */
export const findLink = (token: string, purpose: Link['purpose'], deps: FindLinkDeps): Promise<Link> =>
  findIf((link): link is Link => link.purpose === purpose, token, deps);

/**
 * Finds a link that shows a request: one to follow it, or one to read it.
 *
 * @throws NotFoundError as `findLink` does
 */
export const findLinkToSee = (token: string, deps: FindLinkDeps): Promise<Link | ReadingLink> =>
  findIf(
    (link): link is Link | ReadingLink => link.purpose === 'view' || link.purpose === 'read',
    token,
    deps,
  );

/** @throws NotFoundError as `findLink` does */
export const findReviewLink = (token: string, deps: FindLinkDeps): Promise<ReviewLink> =>
  findIf((link): link is ReviewLink => link.purpose === 'review', token, deps);

/** Finds the link of somebody who decides: about a request, or in a review. */
export const findApproversLink = (token: string, deps: FindLinkDeps): Promise<Link | ReviewLink> =>
  findIf(
    (link): link is Link | ReviewLink => link.purpose === 'decide' || link.purpose === 'review',
    token,
    deps,
  );

const findIf = async <Wanted extends AnyLink>(
  isWanted: (link: AnyLink) => link is Wanted,
  token: string,
  { links, clock }: FindLinkDeps,
): Promise<Wanted> => {
  const link = await links.find(token);
  if (!link || !isWanted(link) || isPast(link, clock(), READABLE_MS[link.purpose])) {
    throw new NotFoundError('This link');
  }
  return link;
};

/** @throws NotFoundError as for a link that doesn't work */
export const getLinked = async (
  { request_id }: Pick<Link, 'request_id'>,
  requests: Requests,
): Promise<PeeringRequest> => {
  const request = await requests.get(request_id);
  if (!request) throw new NotFoundError('This link');
  return request;
};

/**
 * Reads a link's request and, at the same time, what else is needed of it.
 *
 * @throws NotFoundError as for a link that doesn't work
 */
export const getLinkedWith = async <Read>(
  link: Pick<Link, 'request_id' | 'between'>,
  requests: Requests,
  readBeside: (about: Sides & { id: RequestId }) => Promise<Read>,
): Promise<[PeeringRequest, Read]> => {
  const { request_id: id, between } = link;
  if (between) return Promise.all([getLinked(link, requests), readBeside({ id, ...between })]);
  const request = await getLinked(link, requests);
  return [request, await readBeside(request)];
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
export const openBoard = async (token: string, { links, clock }: FindLinkDeps): Promise<BoardLink> => {
  const link = await links.find(token);
  if (link?.purpose !== 'board' || isPast(link, clock())) throw new NotFoundError('This link');
  return link;
};

/** Whether the link expired at least this many milliseconds ago. */
export const isPast = ({ expires_at }: { expires_at: string }, now: Date, byMs = 0): boolean =>
  now.getTime() >= Date.parse(expires_at) + byMs;
