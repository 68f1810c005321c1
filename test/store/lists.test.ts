import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamodbLists } from '../../functions/adapters/dynamodb-lists.ts';
import { dynamodbRequests } from '../../functions/adapters/dynamodb-requests.ts';
import { SHARDS, shardOf } from '../../functions/adapters/table.ts';
import type { Change } from '../../functions/domain/request/change.ts';
import type { PeeringRequest, RequestId, Side } from '../../functions/domain/request/peering-request.ts';
import type {
  Position,
  RequestFilter,
  RequestLists,
  Requests,
  Watched,
} from '../../functions/domain/request/ports.ts';
import type { RequestStatus } from '../../functions/domain/request/status.ts';
import { type Content, fresh, NOW, nextVpcId, note, range, to } from './a-request.ts';
import { onEngine, openStore, type Store } from './engines.ts';

const MINUTE = 60_000;
const [A, B, C] = ['111111111111', '222222222222', '333333333333'] as const;

const after = (minutes: number): Date => new Date(NOW.getTime() + minutes * MINUTE);

const side = (owner_id: string, vpc_id = nextVpcId()): Side => ({ owner_id, vpc_id, region: 'us-east-1' });

const idsOf = (requests: readonly PeeringRequest[]): RequestId[] => requests.map(({ id }) => id);

const pendingUntil = (expires_at: string): Change => ({
  ...to('pending-acceptance'),
  set: { opened_at: NOW.toISOString(), expires_at },
});

const asked = { kind: 'cancel', by: { kind: 'caller', id: 'rosa' }, at: NOW.toISOString() } as const;

const tearDown: Change = { ...note('tear down'), set: { teardown: asked } };

/** Everybody was told of it. */
const toldOf = (status: RequestStatus): Change => ({
  ...note(`told of ${status}`),
  set: { concluded_as: status },
});

onEngine('lists', (engine) => {
  let store: Store;
  let requests: Requests;
  let lists: RequestLists;

  beforeAll(async () => {
    store = await openStore(engine);
    requests = dynamodbRequests(store.db, store.tableName, store.transientTableName, () => NOW);
    lists = dynamodbLists(store.db, store.tableName);
  });
  afterAll(() => store.close());

  const created = async (content: Content, minutes = 0, ...changes: Change[]): Promise<PeeringRequest> => {
    const { request: first, event } = fresh(content, after(minutes));
    expect(await requests.create(first, event)).toEqual({ outcome: 'created' });
    let request = first;
    for (const change of changes) {
      const next = await requests.commit(request, change);
      if (!next) throw new Error(`somebody else wrote ${request.id} first`);
      request = next;
    }
    return request;
  };

  /** All of a list, page by page, as a client reads it. */
  const pagesOf = async (filter: RequestFilter, limit: number): Promise<PeeringRequest[][]> => {
    const pages: PeeringRequest[][] = [];
    let place: Position | undefined;
    do {
      const { items, next } = await lists.page(filter, limit, place);
      pages.push(items);
      expect(next, 'the list goes on from where it was').not.toEqual(place ?? null);
      place = next;
    } while (place);
    return pages;
  };

  /** All that the sweep sees of one kind, page by page. */
  const watched = async (which: Watched): Promise<PeeringRequest[]> => {
    const found: PeeringRequest[] = [];
    let place: string | undefined;
    do {
      const { ids, bookmark } = await lists.watched(which, place);
      found.push(...(await requests.getMany(ids)));
      expect(bookmark, 'the next page is another').not.toBe(place ?? null);
      place = bookmark;
    } while (place);
    return found;
  };

  // First, while there are no others.
  describe('of thirty requests among three accounts', () => {
    const popular = nextVpcId();
    let all: PeeringRequest[] = [];

    /** What a life may have come to, in turn. */
    const lives = (number: number): Change[][] => [
      [],
      [pendingUntil(after(10_000 - number).toISOString())],
      [pendingUntil(after(10_000 - number).toISOString()), to('active')],
      [to('failed')],
      [to('active'), toldOf('active'), tearDown],
      [to('active'), toldOf('active')],
      [to('failed'), toldOf('failed')],
    ];

    beforeAll(async () => {
      const pairs = [A, B, C].flatMap((one) => [A, B, C].map((other) => [one, other] as const));
      all = [];
      for (const number of range(30)) {
        const [one, other] = pairs[number % pairs.length] ?? [A, B];
        const requester = side(one, number % 7 === 0 ? popular : undefined);
        const accepter = side(other, number % 7 === 3 ? popular : undefined);
        // Not in the order of their times, and never two at one.
        const minutes = (number * 11) % 30;
        all.push(await created({ requester, accepter }, minutes, ...(lives(number)[number % 7] ?? [])));
      }
    });

    const newest = (wanted: (request: PeeringRequest) => boolean): RequestId[] =>
      idsOf(all.filter(wanted).toSorted((one, other) => (one.created_at < other.created_at ? 1 : -1)));

    const isSide = ({ requester, accepter }: PeeringRequest, account: string): boolean =>
      requester.owner_id === account || accepter.owner_id === account;

    type Case = [string, Omit<RequestFilter, 'sort'>, (request: PeeringRequest) => boolean];

    const cases: Case[] = [
      ['all', {}, () => true],
      ['those of an account, as either side', { visible_to: A }, (request) => isSide(request, A)],
      ['pending ones', { status: 'pending-acceptance' }, ({ status }) => status === 'pending-acceptance'],
      ['active ones, torn down or not', { status: 'active' }, ({ status }) => status === 'active'],
      ['failed ones', { status: 'failed' }, ({ status }) => status === 'failed'],
      ['those in a status that none has', { status: 'expired' }, () => false],
      ['those from an account', { requester_owner_id: B }, ({ requester }) => requester.owner_id === B],
      ['those to an account', { peer_owner_id: C }, ({ accepter }) => accepter.owner_id === C],
      [
        'those within an account',
        { requester_owner_id: A, peer_owner_id: A },
        ({ requester, accepter }) => requester.owner_id === A && accepter.owner_id === A,
      ],
      [
        'those of a VPC, as either side',
        { vpc_id: popular },
        ({ requester, accepter }) => requester.vpc_id === popular || accepter.vpc_id === popular,
      ],
      [
        'those of a VPC that another account may see',
        { vpc_id: popular, visible_to: B },
        (request) =>
          isSide(request, B) && (request.requester.vpc_id === popular || request.accepter.vpc_id === popular),
      ],
      [
        'those to an account that another account may see',
        { peer_owner_id: A, visible_to: B },
        ({ requester, accepter }) => accepter.owner_id === A && requester.owner_id === B,
      ],
      [
        'active ones of an account',
        { status: 'active', visible_to: C },
        (request) => request.status === 'active' && isSide(request, C),
      ],
    ];

    describe.each([1, 4, 100])('in pages of %i', (limit) => {
      it.each(cases)('holds %s, the newest first', async (_, filter, wanted) => {
        const pages = await pagesOf({ ...filter, sort: 'newest' }, limit);
        expect(idsOf(pages.flat())).toEqual(newest(wanted));
        expect(Math.max(...pages.map(({ length }) => length))).toBeLessThanOrEqual(limit);
      });

      it.each([
        ['all', {}, () => true],
        ['those of an account', { visible_to: B }, (request: PeeringRequest) => isSide(request, B)],
        [
          'those of a VPC',
          { vpc_id: popular },
          ({ requester, accepter }: PeeringRequest) =>
            requester.vpc_id === popular || accepter.vpc_id === popular,
        ],
        [
          'those that end soon',
          { expires_before: after(9984.5).toISOString() },
          ({ expires_at = '' }: PeeringRequest) => expires_at < after(9984.5).toISOString(),
        ],
      ])('holds %s that are pending, those first that end first', async (_, filter, wanted) => {
        const found = (await pagesOf({ ...filter, sort: 'expiring' }, limit)).flat();
        const expected = all
          .filter((request) => request.status === 'pending-acceptance' && wanted(request))
          .toSorted((one, other) => ((one.expires_at ?? '') < (other.expires_at ?? '') ? -1 : 1));
        expect(idsOf(found)).toEqual(idsOf(expected));
      });
    });

    it('holds whole records', async () => {
      const { items } = await lists.page({ sort: 'newest', vpc_id: popular }, 100);
      for (const item of items) expect(item).toEqual(all.find(({ id }) => id === item.id));
      const byAccount = await lists.page({ sort: 'newest', visible_to: A }, 100);
      for (const item of byAccount.items) expect(item).toEqual(all.find(({ id }) => id === item.id));
    });

    it('reads no more for a page than a few times what it may hold', async () => {
      const { items, next } = await lists.page(
        { sort: 'newest', requester_owner_id: A, status: 'expired' },
        1,
      );
      expect(items).toEqual([]);
      expect(next).toBeDefined();
    });

    it('has no next page where nothing ends so soon', async () => {
      const soon = { sort: 'expiring', expires_before: after(1).toISOString() } as const;
      expect(await lists.page(soon, 1)).toEqual({ items: [] });
    });

    it('holds just those with work left to do, once each, for whoever sweeps', async () => {
      const found = await watched('unfinished');
      const expected = all.filter(
        ({ status, teardown, concluded_as }) =>
          status === 'submitted' || status === 'pending-acceptance' || teardown || concluded_as !== status,
      );
      expect(idsOf(found).toSorted()).toEqual(idsOf(expected).toSorted());
      expect(new Set(found.map(({ id }) => shardOf(id))).size).toBe(SHARDS);
      for (const request of found) expect(request).toEqual(all.find(({ id }) => id === request.id));
    });

    it('holds the active ones besides, once each, for whoever sweeps', async () => {
      const expected = all.filter(
        ({ status, teardown, concluded_as }) => status === 'active' && concluded_as === status && !teardown,
      );
      expect(expected.length).toBeGreaterThan(1);
      expect(idsOf(await watched('active')).toSorted()).toEqual(idsOf(expected).toSorted());
    });
  });

  describe('of requests that bear the same time', () => {
    const wantEach = async (filter: RequestFilter, limit: number, expected: readonly PeeringRequest[]) => {
      const found = idsOf((await pagesOf(filter, limit)).flat());
      expect(found.toSorted()).toEqual(idsOf(expected).toSorted());
      expect(found).toHaveLength(expected.length);
    };

    it.each([1, 3])(
      'lose and repeat none, where they were made at one moment: pages of %i',
      async (limit) => {
        const owner = `4444444444${String(limit).padStart(2, '0')}`;
        const vpc = nextVpcId();
        const burst: PeeringRequest[] = [];
        for (const _ of range(12)) {
          burst.push(await created({ requester: side(owner, vpc), accepter: side(B) }, 60));
        }
        await wantEach({ sort: 'newest', requester_owner_id: owner }, limit, burst);
        await wantEach({ sort: 'newest', visible_to: owner }, limit, burst);
        await wantEach({ sort: 'newest', vpc_id: vpc }, limit, burst);
      },
    );

    it.each([1, 3])(
      'lose and repeat none, where their windows end at one moment: pages of %i',
      async (limit) => {
        const owner = `5555555555${String(limit).padStart(2, '0')}`;
        const ends = after(10_000 + limit).toISOString();
        const burst: PeeringRequest[] = [];
        for (const number of range(12)) {
          burst.push(await created({ requester: side(owner) }, number, pendingUntil(ends)));
        }
        await wantEach({ sort: 'expiring', visible_to: owner }, limit, burst);
      },
    );
  });

  describe('of unfinished work', () => {
    it('follow a request through its life', async () => {
      let request = await created({});
      const go = async (change: Change) => {
        const next = await requests.commit(request, change);
        if (!next) throw new Error(`somebody else wrote ${request.id} first`);
        request = next;
        return (await watched('unfinished')).filter(({ id }) => id === request.id).length;
      };
      expect(idsOf(await watched('unfinished'))).toContain(request.id);
      expect(await go(pendingUntil(after(100).toISOString()))).toBe(1);
      expect(await go(to('provisioning'))).toBe(1);
      expect(await go(to('active'))).toBe(1);
      expect(await go(toldOf('active'))).toBe(0);
      expect(idsOf(await watched('active'))).toContain(request.id);
      expect(await go(tearDown)).toBe(1);
      expect(await go(to('deleted'))).toBe(1);
      expect(await go(toldOf('deleted'))).toBe(0);
      expect(idsOf(await watched('active'))).not.toContain(request.id);
    });

    it('read on where one page of a shard is not all', async () => {
      const expected: RequestId[] = [];
      // A page ends at 1 MB.
      for (const _ of range(6 * SHARDS)) {
        const { id } = await created({ justification: '.'.repeat(250_000) });
        expected.push(id);
      }
      const found = idsOf(await watched('unfinished'));
      expect(found.filter((id) => expected.includes(id)).toSorted()).toEqual(expected.toSorted());
      expect(new Set(found).size).toBe(found.length);
    });
  });

  it('knows for which connections something is due, and no longer once they are deleted', async () => {
    const endingAt = async (minutes: number, ...more: Change[]) =>
      created(
        {},
        0,
        { ...to('active'), set: { ends_at: after(minutes).toISOString(), end_set_at: NOW.toISOString() } },
        ...more,
      );
    const [later, sooner] = [await endingAt(20), await endingAt(10)];
    const removed = await created({}, 0, to('active'), {
      ...note('a review'),
      set: {
        removal: { by: asked.by, at: NOW.toISOString(), due_at: after(15).toISOString() },
        sent_mails: [`removal-${NOW.getTime()}:priya@payments.example`],
      },
    });
    await endingAt(21);
    await endingAt(5, tearDown);
    await endingAt(5, to('deleted'));
    expect(await lists.due(after(9))).toEqual([]);
    expect(await lists.due(after(20))).toEqual(idsOf([sooner, removed, later]));
  });
});
