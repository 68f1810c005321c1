import * as connections from '../connections.ts';
import { type Component, object } from './component.ts';
import { CONTACT, SIDES } from './peering-requests.ts';

export const CONNECTIONS: Readonly<Record<string, Component>> = {
  Connection: object(connections.connection, 'A VPC peering connection, as EC2 shows it.', {
    id: 'The connection’s ID.',
    status: 'EC2’s status of the connection.',
    ...SIDES,
    cidr_blocks: 'The CIDR blocks of both VPCs.',
    expires_at: 'When a pending connection expires; null for any other.',
    first_seen_at: 'When Peerway first saw the connection.',
    last_seen_at: 'When EC2 last showed it to an account in which Peerway can look.',
    peering_request_id: 'The request that it belongs to; null if it was created outside Peerway.',
  }),
  ConnectionBlocks: object(
    connections.connectionBlocks,
    'The CIDR blocks of both VPCs, as far as EC2 tells.',
    {
      requester: 'Those of the requester VPC.',
      accepter: 'Those of the accepter VPC. EC2 tells them once the connection is accepted.',
    },
  ),
  AdoptionInput: object(connections.adoptConnection.body, 'What to record about the connection.', {
    justification: 'Why the VPCs are connected. The default is the connection’s tag `peerway:justification`.',
    contact_email: CONTACT,
    dry_run: 'True checks whether the connection can be taken over, and records nothing.',
  }),
  Adoption: object(connections.adoptConnection.data, 'A connection that was taken over.', {
    dry_run: 'Whether nothing was recorded.',
    id: 'The connection’s ID.',
    status: 'EC2’s status of the connection.',
    ...SIDES,
    cidr_blocks: 'The CIDR blocks of both VPCs.',
    peering_request_id: 'The new request that it belongs to; null after a dry run.',
  }),
  ConnectionList: object(connections.listConnections.data, 'A page of connections.', {
    items: 'The connections of this page.',
    next_cursor: 'The `cursor` of the next page; null on the last page.',
  }),
};
