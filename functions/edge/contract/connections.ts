import * as z from 'zod/mini';
import { CONNECTION_STATUSES } from '../../domain/connection/statuses.ts';
import { ANY_ERRORS, contract } from './contract.ts';
import { accountId, connectionId, cursor, email, limit, requestId, time, vpcId } from './fields.ts';
import { sides } from './peering-request.ts';
import { justification } from './peering-requests.ts';

const nothing = z.strictObject({});

export const connectionBlocks = z.strictObject({
  requester: z.array(z.string()),
  accepter: z.array(z.string()),
});

/** A connection in the register. */
export const connection = z.strictObject({
  id: z.string(),
  status: z.enum(CONNECTION_STATUSES),
  ...sides,
  cidr_blocks: connectionBlocks,
  expires_at: z.nullable(time),
  first_seen_at: time,
  last_seen_at: time,
  peering_request_id: z.nullable(requestId),
});

export const listConnections = contract({
  operationId: 'listConnections',
  method: 'GET',
  path: '/connections',
  summary: 'List the connections that EC2 shows, with and without a request',
  description:
    'Lists the VPC peering connections that EC2 shows in the accounts in which Peerway can look, as it last found them: it looks every 15 minutes. You see connections with a side in your account; the network team sees all. Connections that ended are in the list for as long as EC2 shows them, which is two hours to two days. A page may have fewer than `limit` connections, or none, and still have a `next_cursor`, because each page filters a limited number of entries. The list ends when `next_cursor` is null.',
  params: nothing,
  query: z.strictObject({
    unmanaged: z.optional(z.enum(['true', 'false'], 'Unmanaged must be true or false.')),
    status: z.optional(
      z.enum(CONNECTION_STATUSES, `Status must be one of: ${CONNECTION_STATUSES.join(', ')}.`),
    ),
    connection_id: z.optional(connectionId),
    account_id: z.optional(accountId),
    vpc_id: z.optional(vpcId),
    limit: z.optional(limit),
    cursor: z.optional(cursor),
  }),
  status: 200,
  data: z.strictObject({ items: z.array(connection), next_cursor: z.nullable(z.string()) }),
  errors: ANY_ERRORS,
});

export const adoptConnection = contract({
  operationId: 'adoptConnection',
  method: 'POST',
  path: '/connections/{connection_id}/adopt',
  summary: 'Take over an active connection that was created outside Peerway',
  description:
    'Only the network team can call this operation. It makes a request of the connection, whose audit trail begins with who took over what they saw. From then on, the connection is watched, reviewed and deleted like any other. Nothing changes in EC2. With `dry_run`, nothing is recorded either.',
  params: z.strictObject({ connection_id: connectionId }),
  query: nothing,
  body: z.strictObject({
    justification: z.optional(justification),
    contact_email: z.optional(email),
    dry_run: z.optional(z.boolean('Dry run must be true or false.')),
  }),
  status: 200,
  data: z.strictObject({
    dry_run: z.boolean(),
    id: z.string(),
    status: z.literal('active'),
    ...sides,
    cidr_blocks: connectionBlocks,
    peering_request_id: z.nullable(requestId),
  }),
  errors: [...ANY_ERRORS, 'NOT_FOUND', 'CONFLICT'],
});
