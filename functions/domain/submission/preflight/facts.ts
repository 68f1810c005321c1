import { RoleNotAssumableError } from '../../connection/errors.ts';
import type { Connection, Connections, Vpc, Vpcs } from '../../connection/ports.ts';
import type { Account, Directory } from '../../directory/ports.ts';
import type { PeeringRequest, Side } from '../../request/peering-request.ts';
import type { Requests } from '../../request/ports.ts';

/** Something we asked for: the answer, or why there is none. */
export type Known<T> = { known: true; value: T } | { known: false; no_role: boolean };

/** What the checks go by. */
export type Facts = {
  requesterVpc: Known<Vpc | undefined>;
  accepterVpc: Known<Vpc | undefined>;
  between: Known<Connection[]>;
  requesterActive: Known<number>;
  accepterActive: Known<number>;
  pending: Known<number>;
  holder: PeeringRequest | undefined;
  account: Account | undefined;
};

export type FactsDeps = { requests: Requests; directory: Directory; connections: Connections; vpcs: Vpcs };

export const gatherFacts = async (requester: Side, accepter: Side, deps: FactsDeps): Promise<Facts> => {
  const { vpcs, connections, requests, directory } = deps;
  const [requesterVpc, accepterVpc, between, requesterActive, accepterActive, pending, holder, account] =
    await Promise.all([
      known(vpcs.describe('requester', requester)),
      known(vpcs.describe('accepter', accepter)),
      known(connections.between(requester, accepter)),
      known(vpcs.activeConnections('requester', requester)),
      known(vpcs.activeConnections('accepter', accepter)),
      known(vpcs.pendingConnections(requester)),
      requests.holderOf(requester.vpc_id, accepter.vpc_id),
      directory.account(accepter.owner_id),
    ]);
  return { requesterVpc, accepterVpc, between, requesterActive, accepterActive, pending, holder, account };
};

/** An EC2 that does not answer must not stop a submit: the workflow asks again, with retries. */
const known = async <T>(asked: Promise<T>): Promise<Known<T>> => {
  try {
    return { known: true, value: await asked };
  } catch (error) {
    return { known: false, no_role: error instanceof RoleNotAssumableError };
  }
};
