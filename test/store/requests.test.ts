import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamodbRequests } from '../../functions/adapters/dynamodb-requests.ts';
import { idempotencyKey, pairKey, requestKey } from '../../functions/adapters/table.ts';
import { type AuditEntry, verifyChain } from '../../functions/domain/request/audit.ts';
import { newRequest } from '../../functions/domain/request/change.ts';
import type { Decision, PeeringRequest } from '../../functions/domain/request/peering-request.ts';
import type { Requests } from '../../functions/domain/request/ports.ts';
import { type Content, fresh, NOW, nextRequestId, note, range, to } from './a-request.ts';
import { onEngine, openStore, type Store } from './engines.ts';

onEngine('requests', (engine) => {
  let store: Store;
  let requests: Requests;

  beforeAll(async () => {
    store = await openStore(engine);
    requests = dynamodbRequests(store.db, store.tableName, store.transientTableName, () => NOW);
  });
  afterAll(() => store.close());

  const created = async (content: Content = {}): Promise<PeeringRequest> => {
    const { request, event } = fresh(content);
    expect(await requests.create(request, event)).toEqual({ outcome: 'created' });
    return request;
  };

  const committed = async (...[request, change]: Parameters<Requests['commit']>): Promise<PeeringRequest> => {
    const next = await requests.commit(request, change);
    if (!next) throw new Error(`somebody else wrote ${request.id} first`);
    return next;
  };

  const raw = async (Key: Record<string, string>, TableName = store.tableName) =>
    (await store.db.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;

  describe('create', () => {
    it('writes the record, its first event and nothing more than was given', async () => {
      const { request, event } = fresh({ contact_email: 'rosa@payments.example' });
      expect(await requests.create(request, event)).toEqual({ outcome: 'created' });
      expect(await requests.get(request.id)).toEqual(request);
      expect(await requests.events(request.id)).toEqual([event]);
    });

    it('is told who holds the pair, in the same and in the other direction, and writes nothing', async () => {
      const holder = await created();
      const { requester, accepter } = holder;
      for (const sides of [
        { requester, accepter },
        { requester: accepter, accepter: requester },
      ]) {
        const { request, event } = fresh(sides);
        expect(await requests.create(request, event)).toEqual({ outcome: 'pair-taken', by: holder.id });
        expect(await requests.get(request.id)).toBeUndefined();
        expect(await requests.events(request.id)).toEqual([]);
      }
      await created({ requester });
    });

    it('lets one of fifty at once have the pair, and tells the others which', async () => {
      const { requester, accepter } = fresh().request;
      const contenders = range(50).map((index) =>
        fresh(index % 2 === 0 ? { requester, accepter } : { requester: accepter, accepter: requester }),
      );
      const answers = await Promise.all(
        contenders.map(({ request, event }) => requests.create(request, event)),
      );
      const winners = contenders.filter((_, index) => answers[index]?.outcome === 'created');
      expect(winners).toHaveLength(1);
      const winner = winners[0]?.request.id;
      const losers = answers.filter(({ outcome }) => outcome !== 'created');
      expect(losers).toEqual(range(49).map(() => ({ outcome: 'pair-taken', by: winner })));
      const written = await Promise.all(contenders.map(({ request }) => requests.get(request.id)));
      expect(written.filter((request) => request !== undefined).map(({ id }) => id)).toEqual([winner]);
    });

    it('leaves out what is undefined, and the trail still verifies', async () => {
      const { request, event } = newRequest(
        { ...fresh().request, contact_email: undefined } as unknown as PeeringRequest,
        {
          type: 'request-submitted',
          actor: { kind: 'caller', id: 'arn:aws:iam::111111111111:user/rosa' },
          source_ip: undefined,
        } as unknown as AuditEntry,
        NOW,
      );
      await requests.create(request, event);
      const item = await raw(requestKey(request.id));
      expect(item).not.toHaveProperty('contact_email');
      expect(item).toHaveProperty('submitted_by');
      const trail = await requests.events(request.id);
      expect(trail[0]).not.toHaveProperty('source_ip');
      expect(verifyChain(trail, request.audit_head)).toEqual({ valid: true, events: 1 });
    });
  });

  describe('a client’s key', () => {
    const ROSA = 'arn:aws:iam::111111111111:user/rosa';
    const keyed = (key: string, content_hash = 'hash of the body', caller = ROSA) => ({
      caller,
      key,
      content_hash,
      answer: { id: key, window: null, checks: [{ result: 'pass' }] },
    });

    it('stands for what its request was told, for its caller alone', async () => {
      const { request, event } = fresh();
      await requests.create(request, event, keyed('first'));
      expect(await requests.answerTo(ROSA, 'first')).toEqual({
        content_hash: 'hash of the body',
        answer: keyed('first').answer,
      });
      expect(await requests.answerTo(ROSA, 'other')).toBeUndefined();
      expect(await requests.answerTo('arn:aws:iam::111111111111:user/paul', 'first')).toBeUndefined();
    });

    it('makes one request of fifty at once, and nothing of the others is written', async () => {
      const contenders = range(50).map(() => fresh());
      const answers = await Promise.all(
        contenders.map(({ request, event }) => requests.create(request, event, keyed('burst', request.id))),
      );
      const winners = contenders.filter((_, index) => answers[index]?.outcome === 'created');
      expect(winners).toHaveLength(1);
      expect(answers.filter(({ outcome }) => outcome === 'key-taken')).toHaveLength(49);
      const written = await Promise.all(contenders.map(({ request }) => requests.get(request.id)));
      expect(written.filter((request) => request !== undefined)).toEqual([winners[0]?.request]);
      expect((await requests.answerTo(ROSA, 'burst'))?.content_hash).toBe(winners[0]?.request.id);
    });

    it('tells that it is taken before it tells that the pair is', async () => {
      const { request, event } = fresh();
      await requests.create(request, event, keyed('both'));
      const again = fresh({ requester: request.requester, accepter: request.accepter });
      expect(await requests.create(again.request, again.event, keyed('both'))).toEqual({
        outcome: 'key-taken',
      });
    });

    it('stays free when the pair was taken', async () => {
      const { requester, accepter, id } = await created();
      const { request, event } = fresh({ requester, accepter });
      expect(await requests.create(request, event, keyed('lost'))).toEqual({ outcome: 'pair-taken', by: id });
      expect(await requests.answerTo(ROSA, 'lost')).toBeUndefined();
    });

    it('is kept for a day, and free from then on though it lies in the table still', async () => {
      const { request, event } = fresh();
      await requests.create(request, event, keyed('daily'));
      const after = (seconds: number) =>
        dynamodbRequests(
          store.db,
          store.tableName,
          store.transientTableName,
          () => new Date(NOW.getTime() + seconds * 1000),
        );
      const late = fresh();
      expect(await after(86_399).answerTo(ROSA, 'daily')).toBeDefined();
      expect(await after(86_399).create(late.request, late.event, keyed('daily'))).toEqual({
        outcome: 'key-taken',
      });
      expect(await after(86_400).answerTo(ROSA, 'daily')).toBeUndefined();
      expect(await raw(idempotencyKey(ROSA, 'daily'), store.transientTableName)).toBeDefined();
      expect(await after(86_400).create(late.request, late.event, keyed('daily', 'another hash'))).toEqual({
        outcome: 'created',
      });
      expect((await after(86_401).answerTo(ROSA, 'daily'))?.content_hash).toBe('another hash');
    });
  });

  describe('get', () => {
    it('knows nothing of a request that never was', async () => {
      expect(await requests.get(nextRequestId())).toBeUndefined();
      expect(await requests.events(nextRequestId())).toEqual([]);
    });
  });

  describe('commit', () => {
    it('writes the change and its event, and answers with the record as it now is', async () => {
      const request = await created();
      const next = await committed(request, {
        ...to('pending-acceptance'),
        set: { opened_at: NOW.toISOString(), expires_at: '2026-03-09T09:00:00.000Z' },
      });
      expect(next).toMatchObject({
        status: 'pending-acceptance',
        version: 2,
        expires_at: '2026-03-09T09:00:00.000Z',
        updated_at: NOW.toISOString(),
      });
      expect(await requests.get(request.id)).toEqual(next);
      const trail = await requests.events(request.id);
      expect(trail.map(({ sequence }) => sequence)).toEqual([1, 2]);
      expect(trail[1]).toMatchObject({ from_status: 'submitted', to_status: 'pending-acceptance' });
      expect(verifyChain(trail, next.audit_head).valid).toBe(true);
    });

    it('lets one of two that read the same record win, and writes nothing of the other', async () => {
      const request = await created();
      const answers = await Promise.all(
        ['one', 'other'].map((reason) => requests.commit(request, note(reason))),
      );
      expect(answers.filter((answer) => answer === null)).toHaveLength(1);
      const winner = answers.find((answer) => answer !== null);
      expect(await requests.get(request.id)).toEqual(winner);
      const trail = await requests.events(request.id);
      expect(trail.map(({ sequence }) => sequence)).toEqual([1, 2]);
      expect(verifyChain(trail, winner?.audit_head ?? '').valid).toBe(true);
    });

    it('answers null to one that comes late, however late', async () => {
      const request = await created();
      const second = await committed(request, note('second'));
      const third = await committed(second, note('third'));
      expect(await requests.commit(request, to('failed'))).toBeNull();
      expect(await requests.commit(second, to('failed'))).toBeNull();
      expect(await requests.get(request.id)).toEqual(third);
      expect(await requests.events(request.id)).toHaveLength(3);
    });

    it('writes one event for each version when twenty write at once, again and again', async () => {
      const { id } = await created();
      const write = async (reason: string): Promise<void> => {
        const latest = await requests.get(id);
        if (!latest || !(await requests.commit(latest, note(reason)))) await write(reason);
      };
      await Promise.all(range(20).map((index) => write(`note ${index}`)));
      const request = await requests.get(id);
      const trail = await requests.events(id);
      expect(request?.version).toBe(21);
      expect(trail.map(({ sequence }) => sequence)).toEqual(range(21).map((index) => index + 1));
      expect(new Set(trail.slice(1).map(({ reason }) => reason))).toHaveLength(20);
      expect(verifyChain(trail, request?.audit_head ?? '').valid).toBe(true);
    });

    it('takes no event that is written already', async () => {
      const request = await created();
      const { request: other } = fresh();
      await store.db.send(
        new PutCommand({
          TableName: store.tableName,
          Item: { pk: requestKey(request.id).pk, sk: 'EVENT#000002', request_id: other.id },
        }),
      );
      expect(await requests.commit(request, note('second'))).toBeNull();
      expect(await requests.get(request.id)).toEqual(request);
    });

    it('keeps a task token and an execution name that were written since the read', async () => {
      const request = await created();
      expect(await requests.storeTaskToken(request, 'token of the task')).toBe(true);
      expect(await requests.noteExecution(request, `${request.id}-2`)).toBe(true);
      await committed(request, note('from the older read'));
      expect(await requests.get(request.id)).toMatchObject({
        version: 2,
        task_token: 'token of the task',
        execution_name: `${request.id}-2`,
      });
    });

    it('does not bring back an older task token or execution name', async () => {
      const first = await created();
      await requests.storeTaskToken(first, 'old token');
      await requests.noteExecution(first, `${first.id}-2`);
      const read = await requests.get(first.id);
      if (!read) throw new Error('the request is lost');
      await requests.storeTaskToken(read, 'new token', 'old token');
      await requests.noteExecution(read, `${first.id}-3`);
      await committed(read, note('from the older read'));
      expect(await requests.get(first.id)).toMatchObject({
        task_token: 'new token',
        execution_name: `${first.id}-3`,
      });
    });

    it('keeps a decision as it was given, without what is undefined in it', async () => {
      const request = await created();
      const decision = {
        kind: 'cancel',
        by: { kind: 'caller', id: 'arn:aws:iam::111111111111:user/rosa' },
        at: NOW.toISOString(),
        comment: undefined,
      } as unknown as Decision;
      await committed(request, { ...note('cancel'), set: { decision } });
      const found = await requests.get(request.id);
      expect(found?.decision).toStrictEqual({
        kind: 'cancel',
        by: { kind: 'caller', id: 'arn:aws:iam::111111111111:user/rosa' },
        at: NOW.toISOString(),
      });
    });
  });

  describe('the pair', () => {
    const contend = async ({ requester, accepter }: PeeringRequest) => {
      const { request, event } = fresh({ requester: accepter, accepter: requester });
      return await requests.create(request, event);
    };

    it.each([
      ['rejected', ['pending-acceptance', 'rejected']],
      ['expired', ['pending-acceptance', 'expired']],
      ['failed', ['failed']],
      ['cancelled', ['cancelled']],
      ['deleted', ['pending-acceptance', 'provisioning', 'active', 'deleted']],
    ] as const)('is free once its request is %s, and not before', async (_, path) => {
      let request = await created();
      for (const status of path) {
        expect(await contend(request)).toEqual({ outcome: 'pair-taken', by: request.id });
        request = await committed(request, to(status));
      }
      expect(await contend(request)).toEqual({ outcome: 'created' });
    });

    it('is held by its open request, from either direction', async () => {
      const request = await created();
      const [one, other] = [request.requester.vpc_id, request.accepter.vpc_id];
      expect(await requests.holderOf(one, other)).toEqual(request);
      expect(await requests.holderOf(other, one)).toEqual(request);
      const { requester } = fresh().request;
      expect(await requests.holderOf(one, requester.vpc_id)).toBeUndefined();
      const active = await committed(request, to('active'));
      expect(await requests.holderOf(one, other)).toEqual(active);
      await committed(active, to('deleted'));
      expect(await requests.holderOf(one, other)).toBeUndefined();
    });

    it('stays taken when something is noted on it, and while it is active', async () => {
      const request = await created();
      const active = await committed(await committed(request, note('seen')), to('active'));
      await committed(active, note('outcome told'));
      expect(await contend(active)).toEqual({ outcome: 'pair-taken', by: request.id });
    });

    it('of a request that has ended belongs to the next, whatever is noted on the first', async () => {
      const ended = await committed(await created(), to('failed'));
      const { requester, accepter } = ended;
      const next = await created({ requester, accepter });
      await committed(ended, note('outcome told'));
      expect(await contend(next)).toEqual({ outcome: 'pair-taken', by: next.id });
    });

    it('leaves nothing but its key', async () => {
      const request = await created();
      const key = pairKey(request.requester.vpc_id, request.accepter.vpc_id);
      await committed(request, to('failed'));
      expect(await raw(key)).toEqual(key);
    });

    it('is not freed by a request that does not hold it', async () => {
      const request = await created();
      const key = pairKey(request.requester.vpc_id, request.accepter.vpc_id);
      const other = nextRequestId();
      await store.db.send(
        new PutCommand({ TableName: store.tableName, Item: { ...key, request_id: other } }),
      );
      await requests.commit(request, to('failed'));
      expect(await raw(key)).toMatchObject({ request_id: other });
    });
  });

  describe('storeTaskToken', () => {
    it('keeps the latest token of an unchanged record, and is no change itself', async () => {
      const request = await created();
      expect(await requests.storeTaskToken(request, 'first')).toBe(true);
      expect(await requests.storeTaskToken(request, 'second', 'first')).toBe(true);
      expect(await requests.get(request.id)).toEqual({ ...request, task_token: 'second' });
      expect(await requests.events(request.id)).toHaveLength(1);
    });

    it('is refused once another token is held, and takes its own again', async () => {
      const request = await created();
      expect(await requests.storeTaskToken(request, 'first')).toBe(true);
      expect(await requests.storeTaskToken(request, 'late')).toBe(false);
      expect(await requests.storeTaskToken(request, 'later', 'of nobody')).toBe(false);
      expect(await requests.storeTaskToken(request, 'first')).toBe(true);
      expect(await requests.get(request.id)).toMatchObject({ task_token: 'first' });
    });

    it('is refused once the record has changed, and takes the new record', async () => {
      const request = await created();
      const next = await committed(request, note('decided meanwhile'));
      expect(await requests.storeTaskToken(request, 'late')).toBe(false);
      expect(await requests.get(request.id)).not.toHaveProperty('task_token');
      expect(await requests.storeTaskToken(next, 'in time')).toBe(true);
    });

    it('is refused for a request that never was, and makes none', async () => {
      const { request } = fresh();
      expect(await requests.storeTaskToken(request, 'token')).toBe(false);
      expect(await requests.get(request.id)).toBeUndefined();
    });
  });

  describe('noteExecution', () => {
    it('notes one after another, each over the one that was read', async () => {
      const request = await created();
      expect(await requests.noteExecution(request, `${request.id}-2`)).toBe(true);
      const noted = { ...request, execution_name: `${request.id}-2` };
      expect(await requests.get(request.id)).toEqual(noted);
      expect(await requests.noteExecution(noted, `${request.id}-3`)).toBe(true);
      expect(await requests.get(request.id)).toMatchObject({ execution_name: `${request.id}-3` });
      expect(await requests.events(request.id)).toHaveLength(1);
    });

    it('lets one of ten win', async () => {
      const request = await created();
      const names = range(10).map((index) => `${request.id}-${index + 2}`);
      const answers = await Promise.all(names.map((name) => requests.noteExecution(request, name)));
      expect(answers.filter((won) => won)).toHaveLength(1);
      const found = await requests.get(request.id);
      expect(found?.execution_name).toBe(names[answers.indexOf(true)]);
      expect(await requests.noteExecution(request, 'too late')).toBe(false);
    });

    it('does not care for changes of the record', async () => {
      const request = await created();
      await committed(request, note('meanwhile'));
      expect(await requests.noteExecution(request, `${request.id}-2`)).toBe(true);
    });
  });

  describe('events', () => {
    it('come in order, all of them, over more than a hundred and over more than one page', async () => {
      let request = await created();
      const reasons = range(120).map((index) => `note ${index} ${'.'.repeat(10_000)}`);
      for (const reason of reasons) request = await committed(request, note(reason));
      const trail = await requests.events(request.id);
      expect(trail.map(({ sequence }) => sequence)).toEqual(range(121).map((index) => index + 1));
      expect(trail.slice(1).map(({ reason }) => reason)).toEqual(reasons);
      expect(verifyChain(trail, request.audit_head)).toEqual({ valid: true, events: 121 });
    });

    it('are those of one request alone', async () => {
      const [one, other] = [await created(), await created()];
      await committed(one, note('of one'));
      expect(await requests.events(other.id)).toHaveLength(1);
      expect((await requests.events(one.id)).every(({ request_id }) => request_id === one.id)).toBe(true);
    });
  });
});
