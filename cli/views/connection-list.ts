import type { AdoptedConnection, ConnectionPage, RegisteredConnection } from '../client/api-types.ts';
import { countOf } from './count-of.ts';
import { faint, good, next, strong } from './paint.ts';
import { factTable, vpcTable } from './request-details.ts';
import { table } from './table.ts';
import { showTime } from './time.ts';

/** Two lines for each connection. */
export const connectionList = ({ items, next_cursor }: ConnectionPage): string => {
  if (items.length === 0) return 'No connections found. Peerway looks every 15 minutes.';
  const more = next_cursor ? '. Use --all to list more.' : '';
  return [
    table(
      items.map((connection) => COLUMNS.map(({ of }) => of(connection))),
      COLUMNS.map(({ head }) => faint(head)),
    ),
    '',
    faint(`${countOf(items.length, 'connection')}${more}`),
  ].join('\n');
};

const COLUMNS: readonly { head: string; of: (connection: RegisteredConnection) => string }[] = [
  {
    head: 'CONNECTION',
    of: ({ id, peering_request_id }) => `${strong(id)}\n${requestOf(peering_request_id)}`,
  },
  {
    head: 'STATUS',
    of: ({ status, first_seen_at }) => `${status}\n${faint(`seen since ${showTime(first_seen_at)}`)}`,
  },
  { head: 'VPCS', of: ({ vpc_id, peer_vpc_id }) => `${vpc_id}\n${peer_vpc_id}` },
  { head: 'ACCOUNT', of: ({ vpc_owner_id, peer_owner_id }) => `${vpc_owner_id}\n${peer_owner_id}` },
  { head: 'REGION', of: ({ vpc_region, peer_region }) => `${vpc_region}\n${peer_region}` },
];

const requestOf = (id: string | null): string => (id ? faint(id) : 'no request');

/** Everything about a connection, and what to do next. */
export const connectionDetails = (connection: RegisteredConnection): string => {
  const { id, status, cidr_blocks, expires_at, first_seen_at, last_seen_at, peering_request_id } = connection;
  const blocks = [
    ['requester', cidr_blocks.requester],
    ['accepter', cidr_blocks.accepter],
  ] as const;
  const facts: [string, string][] = [
    [
      'CIDR blocks',
      blocks.flatMap(([side, of]) => (of.length > 0 ? `${of.join(', ')} (${side})` : [])).join('\n'),
    ],
    ['Deadline', expires_at ? showTime(expires_at) : ''],
    ['Seen', `${showTime(first_seen_at)} until ${showTime(last_seen_at)}`],
    ['Request', peering_request_id ?? 'none'],
  ];
  return [
    `${strong(id)}  ${status}`,
    '',
    vpcTable(connection),
    factTable(facts),
    ...(peering_request_id
      ? ['', next(`peerway show ${peering_request_id}`)]
      : status === 'active'
        ? ['', next(`peerway connections adopt ${id}`)]
        : []),
  ].join('\n');
};

/** What was taken over, or could be. */
export const adoptedLine = ({
  id,
  vpc_id,
  vpc_owner_id,
  peer_vpc_id,
  peer_owner_id,
  peering_request_id,
}: AdoptedConnection): string =>
  good(
    `${strong(id)} ${peering_request_id ? `is now ${peering_request_id}` : 'can be taken over'}  ${faint(
      `${vpc_id} (${vpc_owner_id}) – ${peer_vpc_id} (${peer_owner_id})`,
    )}`,
  );
