import type { PeeringRequest, Sides } from '../request/peering-request.ts';
import type { Account } from './ports.ts';

/** What of a request can change how the accepter account's entry applies to it. */
export type RequestFacts = Sides & Pick<PeeringRequest, 'cidr_blocks' | 'connect'>;

/** The accepter account's entry as it applies to one request. */
export const entryFor = (account: Account, _request: RequestFacts): Account => account;
