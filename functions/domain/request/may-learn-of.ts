import type { PeeringRequest, Side } from './peering-request.ts';

/** Who wants to know: an account, as which the holder of a link counts too, or the network team. */
export type Viewer = { account_id: string; is_network_team?: boolean };

/**
 * Whether the viewer may learn of a request: its ID, status, connection and everything else on its record. An account
 * may if it is one of the request's sides. For everybody else the request doesn't exist. At most they hear that their
 * own VPC isn't free for the pair.
 */
export const mayLearnOf = (
  { account_id, is_network_team = false }: Viewer,
  { requester, accepter }: Pick<PeeringRequest, 'requester' | 'accepter'>,
): boolean => is_network_team || requester.owner_id === account_id || accepter.owner_id === account_id;

/**
 * Whether the viewer may learn of the route tables of a side: those are its account's alone, and the other side hears
 * only how far it is connected.
 */
export const mayLearnOfTables = (
  { account_id, is_network_team = false }: Viewer,
  { owner_id }: Side,
): boolean => is_network_team || owner_id === account_id;
