import type { EarlierRejection, PeeringRequest, Sides } from '../request/peering-request.ts';
import type { RequestLists } from '../request/ports.ts';

/** A pair has few requests, and its requester VPC seldom many more. What lies further back isn't looked for. */
const LOOKED_AT = 25;

/**
 * The rejection of the last request between these VPCs, in this direction, that was decided. A rejection that a rule
 * repeated stands for the one that somebody made.
 */
export const findEarlierRejection = async (
  { requester, accepter }: Sides,
  lists: Pick<RequestLists, 'page'>,
): Promise<EarlierRejection | undefined> => {
  const { items } = await lists.page(
    {
      vpc_id: requester.vpc_id,
      requester_owner_id: requester.owner_id,
      peer_owner_id: accepter.owner_id,
      sort: 'newest',
    },
    LOOKED_AT,
  );
  const last = items.find(
    (request) =>
      request.requester.vpc_id === requester.vpc_id &&
      request.accepter.vpc_id === accepter.vpc_id &&
      isDecided(request),
  );
  if (last?.status !== 'rejected' || !last.decision) return undefined;
  const { id, decision, earlier_rejection } = last;
  if (decision.by.kind === 'rule') return earlier_rejection;
  const { by, at, comment } = decision;
  return { request_id: id, by, at, ...(comment && { comment }) };
};

/** What expired or was withdrawn says nothing about what its approvers think. */
const isDecided = ({ status }: PeeringRequest): boolean =>
  status === 'rejected' || status === 'active' || status === 'deleted';
