import type { ConnectionStatus, ListedConnection } from '../connection/ports.ts';
import type { SideRole } from '../request/connect.ts';
import type { CidrBlocks, ConnectionId, Side } from '../request/peering-request.ts';
import type { PlaceAnswer } from './look-into-account.ts';
import type { RegisterEntry } from './ports.ts';

/** What EC2 shows of a connection in one account and Region. */
export type View = { place: { owner_id: string; region: string }; connection: ListedConnection };

/** The tags by which somebody who creates a connection outside Peerway says what it is for, and whom to notify. */
const JUSTIFICATION_TAG = 'peerway:justification';
const CONTACT_TAG = 'peerway:contact';

/** Of two sides, one may show a change later than the other. */
const ORDER: readonly ConnectionStatus[] = [
  'initiating-request',
  'pending-acceptance',
  'provisioning',
  'active',
  'deleting',
];

const progress = ({ connection }: View): number => {
  const index = ORDER.indexOf(connection.status);
  return index < 0 ? ORDER.length : index;
};

export const viewsById = (answers: readonly PlaceAnswer[]): Map<ConnectionId, [View, ...View[]]> => {
  const views = new Map<ConnectionId, [View, ...View[]]>();
  for (const answer of answers) {
    for (const connection of 'shown' in answer ? answer.shown : []) {
      const view = { place: answer, connection };
      const others = views.get(connection.id);
      if (others) others.push(view);
      else views.set(connection.id, [view]);
    }
  }
  return views;
};

/** What EC2 shows of a connection, as far as an entry has it. */
export type Shown = Omit<
  RegisterEntry,
  'first_seen_at' | 'last_seen_at' | 'missing_since' | 'gone_at' | 'request_id' | 'revision'
>;

/** Both sides' views as one. What a side that didn't answer alone can tell stays as it was. */
export const joinViews = (views: readonly [View, ...View[]], before: RegisterEntry | undefined): Shown => {
  const [latest] = views.toSorted((one, other) => progress(other) - progress(one));
  const { id, status, status_message, expires_at, requester, accepter } = (latest ?? views[0]).connection;
  const [ownRequester] = views.filter(({ place }) => isAt(requester, place));
  const tags = ownRequester?.connection.tags;
  const tag = (name: string, known: string | undefined) => (tags ? tags[name] || undefined : known);
  const justification = tag(JUSTIFICATION_TAG, before?.justification);
  const contact = tag(CONTACT_TAG, before?.contact);
  return {
    id,
    status,
    status_message,
    requester: toSide(requester),
    accepter: toSide(accepter),
    cidr_blocks: {
      ...blocksOf('requester', views, before),
      ...blocksOf('accepter', views, before),
    },
    ...(expires_at && { expires_at }),
    ...(justification && { justification }),
    ...(contact && { contact }),
  };
};

export const isAt = (side: Side, place: { owner_id: string; region: string }): boolean =>
  side.owner_id === place.owner_id && side.region === place.region;

const toSide = ({ vpc_id, owner_id, region }: Side): Side => ({ vpc_id, owner_id, region });

/** EC2 may tell a VPC's blocks to its owner only. */
const blocksOf = (role: SideRole, views: readonly View[], before: RegisterEntry | undefined): CidrBlocks => {
  const own = views.toSorted(
    (one, other) =>
      Number(isAt(other.connection[role], other.place)) - Number(isAt(one.connection[role], one.place)),
  );
  const told = own.map(({ connection }) => connection[role].cidr_blocks).find((blocks) => blocks.length > 0);
  const blocks = told ?? before?.cidr_blocks[role];
  return blocks ? { [role]: [...blocks] } : {};
};
