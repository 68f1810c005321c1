import { describeFromEitherSide } from '../connection/either-side.ts';
import { isRefusal } from '../connection/errors.ts';
import type { Connection, Connections } from '../connection/ports.ts';
import type { Directory } from '../directory/ports.ts';
import { newRequest } from '../request/change.ts';
import { ConflictError, NotFoundError } from '../request/errors.ts';
import {
  type CidrBlocks,
  type ConnectionId,
  outsideSubmitter,
  type PeeringRequest,
  type RequestId,
} from '../request/peering-request.ts';
import type { Clock, Requests } from '../request/ports.ts';
import { takePair } from '../request/take-pair.ts';
import { findUnknownDomain } from '../submission/preflight/check-contact.ts';
import { openRequestConflict } from '../submission/preflight/check-pair-is-free.ts';
import type { Register, RegisterEntry } from './ports.ts';

export type AdoptDeps = {
  register: Pick<Register, 'get'>;
  connections: Connections;
  requests: Requests;
  directory: Directory;
  /** Of the configuration: contacts may be in them. */
  contactDomains: readonly string[];
  clock: Clock;
  newId: () => RequestId;
};

/** Who takes a connection over, and what they say about it. */
export type Adoption = {
  arn: string;
  source_ip: string;
  justification?: string;
  contact_email?: string;
  /** Only checks whether it could be done. */
  dry_run?: boolean;
};

export type Adopted = {
  entry: RegisterEntry;
  cidr_blocks: CidrBlocks;
  /** Absent after a dry run. */
  request?: PeeringRequest;
};

/**
 * Makes a request of an active connection that was created and accepted outside Peerway. From then on it is watched like
 * any other. The first event of its trail says who took over what they saw.
 *
 * @throws NotFoundError, ConflictError, ValidationError
 */
export const adopt = async (
  id: ConnectionId,
  { arn, source_ip, justification, contact_email, dry_run = false }: Adoption,
  deps: AdoptDeps,
): Promise<Adopted> => {
  const entry = await deps.register.get(id);
  if (!entry) throw new NotFoundError(`Connection ${id}`);
  if (entry.request_id)
    throw conflict(entry, `${id} already belongs to ${entry.request_id}.`, entry.request_id);
  const shown = await describe(entry, deps.connections);
  if (shown?.status !== 'active') {
    const status = shown ? `is ${shown.status}` : 'isn’t shown by EC2 any more';
    throw conflict(entry, `${id} ${status}. Only an active connection can be taken over.`);
  }
  const { requester, accepter } = entry;
  if (contact_email) {
    const owner = await deps.directory.account(requester.owner_id);
    const error = findUnknownDomain(contact_email, owner, deps.contactDomains);
    if (error) throw error;
  }
  const cidr_blocks = { ...entry.cidr_blocks, ...blocksOf(shown) };
  if (dry_run) return { entry, cidr_blocks };
  const account = await deps.directory.account(accepter.owner_id);
  const { request, event } = newRequest(
    {
      id: deps.newId(),
      requester,
      accepter,
      origin: 'adopted',
      justification:
        justification ??
        entry.justification ??
        'None: the connection was created and accepted outside Peerway.',
      ...(contact_email && { contact_email }),
      submitted_by: outsideSubmitter(requester.owner_id),
      vpc_peering_connection_id: id,
      connection_seen_at: entry.first_seen_at,
      preflight: [],
      cidr_blocks,
      required_approvals: account?.required_approvals ?? 1,
      concluded_as: 'active',
    },
    {
      type: 'connection-adopted',
      actor: { kind: 'caller', id: arn },
      source_ip,
      reason: describeSeen(shown, cidr_blocks),
    },
    deps.clock(),
    'active',
  );
  const recorded = { ...request, vpc_peering_connection_id: id };
  const { created, holder } = await takePair(
    (ended) => deps.requests.createFound(recorded, event, ended),
    deps.requests,
  );
  switch (created.outcome) {
    case 'created':
      return { entry, cidr_blocks, request: recorded };
    case 'pair-taken':
      throw openRequestConflict(holder, {
        account_id: requester.owner_id,
        is_network_team: true,
      });
    case 'connection-taken':
      throw conflict(entry, `${id} already belongs to ${created.by}.`, created.by);
    default:
      return created satisfies never;
  }
};

const conflict = ({ id }: RegisterEntry, message: string, peering_request_id?: RequestId): ConflictError =>
  new ConflictError(
    message,
    { vpc_peering_connection_id: id, ...(peering_request_id && { peering_request_id }) },
    'connection_id',
  );

/** @throws ConflictError if neither account lets Peerway look */
const describe = async (entry: RegisterEntry, connections: Connections): Promise<Connection | undefined> => {
  try {
    return await describeFromEitherSide({ ...entry, status: 'active' }, entry.id, connections);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw conflict(entry, `Peerway can’t look at ${entry.id} in either account, so it can’t take it over.`);
  }
};

const blocksOf = ({ requester, accepter }: Connection): CidrBlocks => ({
  ...(requester?.cidr_blocks.length && { requester: requester.cidr_blocks }),
  ...(accepter?.cidr_blocks.length && { accepter: accepter.cidr_blocks }),
});

const describeSeen = ({ id, status }: Connection, { requester = [], accepter = [] }: CidrBlocks): string =>
  `${id} was ${status}, between ${requester.join(', ') || 'unknown blocks'} and ${accepter.join(', ') || 'unknown blocks'}`;
