import type { PeeringConnection, State } from './state.ts';

type Index = {
  /** How many of the connections are in here. They are only ever added to. */
  size: number;
  byId: Map<string, PeeringConnection>;
  byVpc: Map<string, PeeringConnection[]>;
  byAccount: Map<string, PeeringConnection[]>;
};

const INDEXES = new WeakMap<readonly PeeringConnection[], Index>();

export const connectionById = (state: State, id: string): PeeringConnection | undefined =>
  indexOf(state).byId.get(id);

/** In the order of creation. */
export const connectionsOfVpc = (state: State, vpcId: string): readonly PeeringConnection[] =>
  indexOf(state).byVpc.get(vpcId) ?? [];

/** In the order of creation. */
export const connectionsOfAccount = (state: State, accountId: string): readonly PeeringConnection[] =>
  indexOf(state).byAccount.get(accountId) ?? [];

function indexOf({ connections }: State): Index {
  const index = INDEXES.get(connections) ?? {
    size: 0,
    byId: new Map(),
    byVpc: new Map(),
    byAccount: new Map(),
  };
  INDEXES.set(connections, index);
  for (const connection of connections.slice(index.size)) {
    const { id, requester, accepter } = connection;
    index.size += 1;
    index.byId.set(id, connection);
    for (const vpcId of new Set([requester.vpcId, accepter.vpcId])) add(index.byVpc, vpcId, connection);
    for (const accountId of new Set([requester.accountId, accepter.accountId]))
      add(index.byAccount, accountId, connection);
  }
  return index;
}

function add(index: Map<string, PeeringConnection[]>, key: string, connection: PeeringConnection): void {
  const found = index.get(key);
  if (found) found.push(connection);
  else index.set(key, [connection]);
}
