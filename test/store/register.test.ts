import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamodbLists } from '../../functions/adapters/dynamodb-lists.ts';
import { dynamodbAccountLooks, dynamodbRegister } from '../../functions/adapters/dynamodb-register.ts';
import { dynamodbRequests } from '../../functions/adapters/dynamodb-requests.ts';
import type { AccountLooks, Register, RegisterEntry } from '../../functions/domain/register/ports.ts';
import type { ConnectionId, PeeringRequest } from '../../functions/domain/request/peering-request.ts';
import type { FoundRequest, Requests } from '../../functions/domain/request/ports.ts';
import { fresh, NOW, nextVpcId, note, range } from './a-request.ts';
import { onEngine, openStore, type Store } from './engines.ts';

const [A, B, C] = ['111111111111', '222222222222', '333333333333'] as const;

let lastConnection = 0;
const nextId = (): ConnectionId => `pcx-${(++lastConnection).toString(16).padStart(17, '0')}`;

const side = (owner_id: string, vpc_id = nextVpcId()) => ({ vpc_id, owner_id, region: 'us-east-1' });

const after = (minutes: number): string => new Date(NOW.getTime() + minutes * 60_000).toISOString();

const entryOf = (content: Partial<RegisterEntry> = {}): RegisterEntry => ({
  id: nextId(),
  status: 'active',
  status_message: 'Active',
  requester: side(A),
  accepter: side(B),
  cidr_blocks: { requester: ['10.0.0.0/16'] },
  first_seen_at: after(0),
  last_seen_at: after(0),
  revision: 0,
  ...content,
});

const found = (id: ConnectionId, content: Parameters<typeof fresh>[0] = {}) => {
  const { request, event } = fresh(content);
  return { request: { ...request, vpc_peering_connection_id: id } as FoundRequest, event };
};

onEngine('register', (engine) => {
  let store: Store;
  let requests: Requests;
  let register: Register;
  let looks: AccountLooks;

  beforeAll(async () => {
    store = await openStore(engine);
    requests = dynamodbRequests(store.db, store.tableName, store.transientTableName, () => NOW);
    register = dynamodbRegister(store.db, store.tableName);
    looks = dynamodbAccountLooks(store.db, store.transientTableName, () => NOW);
  });
  afterAll(() => store.close());

  const put = async (content: Partial<RegisterEntry> = {}): Promise<RegisterEntry> => {
    const entry = entryOf(content);
    expect(await register.put(entry)).toBe(true);
    return { ...entry, revision: entry.revision + 1 };
  };

  const created = async (): Promise<PeeringRequest> => {
    const { request, event } = fresh();
    await requests.create(request, event);
    return request;
  };

  const giveConnection = (request: PeeringRequest, vpc_peering_connection_id: ConnectionId) =>
    requests.commit(request, { ...note('EC2 created it'), set: { vpc_peering_connection_id } });

  describe('an entry', () => {
    it('is what was put, and lacks what the next put lacks', async () => {
      const first = await put({ expires_at: after(60), justification: 'Payments', missing_since: after(5) });
      expect(await register.get(first.id)).toEqual(first);
      const { expires_at: _, justification: __, missing_since: ___, ...less } = first;
      const second = await put({ ...less, status: 'deleted' });
      expect(await register.get(first.id)).toEqual({ ...less, status: 'deleted', revision: 2 });
      expect(await register.getMany([second.id, nextId()])).toEqual([second]);
    });

    it('is not written over what somebody else has written since it was read', async () => {
      const read = await put();
      expect(await register.put({ ...read, id: read.id, revision: 0 })).toBe(false);
      await put({ ...read, status: 'deleting' });
      expect(await register.put({ ...read, status: 'active' })).toBe(false);
      expect(await register.get(read.id)).toMatchObject({ status: 'deleting', revision: 2 });
    });

    it('is in no list any more once it is gone, and can be again', async () => {
      const C_ONLY = '444444444444';
      const listed = async () =>
        Promise.all([
          register.shown().then((ids) => ids.filter((id) => id === entry.id).length),
          register.page({ account_id: C_ONLY }, 10).then(({ items }) => items.length),
        ]);
      const entry = await put({ requester: side(C_ONLY) });
      expect(await listed()).toEqual([1, 1]);
      const gone = await put({ ...entry, gone_at: after(30) });
      expect(await listed()).toEqual([0, 0]);
      expect(await register.get(entry.id)).toEqual(gone);
      const { gone_at: _, ...back } = gone;
      await put(back);
      expect(await listed()).toEqual([1, 1]);
    });
  });

  describe('a claim', () => {
    it('comes with the commit that gives a request its connection, before or after a round has seen it', async () => {
      const entry = await put();
      const first = await created();
      await giveConnection(first, entry.id);
      expect(await register.get(entry.id)).toEqual({ ...entry, request_id: first.id });

      const unseen = nextId();
      const second = await created();
      await giveConnection(second, unseen);
      expect(await register.get(unseen)).toBeUndefined();
      const seen = await put({ id: unseen });
      expect(await register.get(unseen)).toEqual({ ...seen, request_id: second.id });
    });

    it('stays when the entry is put, whatever the entry says', async () => {
      const entry = await put();
      const request = await created();
      await giveConnection(request, entry.id);
      await put({ ...entry, request_id: 'pr-01KJQ3Z9V80000000000009999', status: 'deleted' });
      expect(await register.get(entry.id)).toMatchObject({ request_id: request.id, status: 'deleted' });
    });

    it('is one request’s: another one is not given the connection, and nothing is written', async () => {
      const id = nextId();
      const [owner, other] = [await created(), await created()];
      await giveConnection(owner, id);
      await expect(giveConnection(other, id)).rejects.toMatchObject({ name: 'ConnectionTakenError' });
      expect(await requests.get(other.id)).toEqual(other);
      expect(await requests.claimConnection(other.id, id)).toBe(false);
      expect(await requests.claimConnection(owner.id, id)).toBe(true);
    });

    it('of a record that has changed meanwhile is another writer’s first, and no taken connection', async () => {
      const [owner, other] = [await created(), await created()];
      const id = nextId();
      await giveConnection(owner, id);
      await requests.commit(other, note('something else'));
      expect(await giveConnection(other, id)).toBeNull();
    });

    it('lets one of twenty found requests have the connection, and tells the others which', async () => {
      const id = nextId();
      const contenders = range(20).map(() => found(id));
      const answers = await Promise.all(
        contenders.map(({ request, event }) => requests.createFound(request, event)),
      );
      const winners = contenders.filter((_, index) => answers[index]?.outcome === 'created');
      expect(winners).toHaveLength(1);
      const by = winners[0]?.request.id;
      expect(answers.filter(({ outcome }) => outcome !== 'created')).toEqual(
        range(19).map(() => ({ outcome: 'connection-taken', by })),
      );
      const written = await Promise.all(contenders.map(({ request }) => requests.get(request.id)));
      expect(written.filter((request) => request !== undefined).map((request) => request.id)).toEqual([by]);
    });

    it('is not made where another request holds the pair of VPCs', async () => {
      const holder = await created();
      const { requester, accepter } = holder;
      const id = nextId();
      const { request, event } = found(id, { requester, accepter });
      expect(await requests.createFound(request, event)).toEqual({ outcome: 'pair-taken', by: holder.id });
      expect(await requests.claimConnection(holder.id, id)).toBe(true);
    });
  });

  describe('a list', () => {
    it('has an account’s connections of either side, the last seen first, and those of nobody else', async () => {
      const mine = '555555555555';
      const all = [
        await put({ requester: side(mine), first_seen_at: after(1) }),
        await put({ accepter: side(mine), first_seen_at: after(2) }),
        await put({ requester: side(mine), accepter: side(mine), first_seen_at: after(3) }),
        await put({ requester: side(mine), accepter: side(C), first_seen_at: after(4) }),
      ];
      await put({ requester: side(C), first_seen_at: after(5) });
      const ids = (entries: readonly RegisterEntry[]) => entries.map(({ id }) => id);
      const { items } = await register.page({ visible_to: mine }, 10);
      expect(ids(items)).toEqual(ids(all).reverse());
      const both = await register.page({ visible_to: mine, account_id: C }, 10);
      expect(ids(both.items)).toEqual([all[3]?.id]);

      const paged: ConnectionId[] = [];
      for (let next: Awaited<ReturnType<Register['page']>>['next'] | 'start' = 'start'; next; ) {
        const page = await register.page({ visible_to: mine }, 1, next === 'start' ? undefined : next);
        paged.push(...ids(page.items));
        next = page.next;
      }
      expect(paged).toEqual(ids(all).reverse());
    });

    it('filters by status, VPC and whether a request has it', async () => {
      const account_id = '666666666666';
      const active = await put({ requester: side(account_id) });
      const pending = await put({ accepter: side(account_id), status: 'pending-acceptance' });
      await giveConnection(await created(), active.id);
      const listed = async (filter: Parameters<Register['page']>[0]) =>
        (await register.page({ account_id, ...filter }, 10)).items.map(({ id }) => id);
      expect(await listed({ unmanaged: true })).toEqual([pending.id]);
      expect(await listed({ status: 'active' })).toEqual([active.id]);
      expect(await listed({ vpc_id: pending.accepter.vpc_id })).toEqual([pending.id]);
    });

    it('of requests has no connections', async () => {
      await put({ requester: side(A), accepter: side(B) });
      const lists = dynamodbLists(store.db, store.tableName);
      for (const visible_to of [A, B, undefined]) {
        const { items } = await lists.page({ sort: 'newest', ...(visible_to && { visible_to }) }, 100);
        expect(items.filter(({ id }) => !id.startsWith('pr-'))).toEqual([]);
      }
    });
  });

  it('keeps when each account was looked at, and what it answered', async () => {
    const look = { account_id: A, looked_at: after(0), regions: { 'us-east-1': { answered_at: after(0) } } };
    await looks.put(look);
    await looks.put({ ...look, looked_at: after(15) });
    await looks.put({ ...look, account_id: B });
    expect(await looks.all()).toEqual([
      { ...look, looked_at: after(15) },
      { ...look, account_id: B },
    ]);
  });
});
