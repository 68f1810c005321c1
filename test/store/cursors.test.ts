import { DeleteCommand, type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dynamodbCursors } from '../../functions/adapters/dynamodb-cursors.ts';
import { cursorSecretKey } from '../../functions/adapters/table.ts';
import type { Cursors, Position } from '../../functions/domain/request/ports.ts';
import { onEngine, openStore, type Store } from './engines.ts';

const PLACE: Position = { at: '2026-03-02T09:00:00.000Z', id: 'pr-01KJQ3Z9V8A1B2C3D4E5F6G7H8' };
const OTHER_PLACE: Position = { at: '2026-03-02T10:00:00.000Z', id: 'pr-01KJQ3Z9V8A1B2C3D4E5F6G7H9' };

type Command = Parameters<DynamoDBDocumentClient['send']>[0];

/** A client whose reads are answered only when as many as given have read: none sees what another writes after. */
const readTogether = (db: DynamoDBDocumentClient, readers: number): DynamoDBDocumentClient => {
  const allRead = Promise.withResolvers<void>();
  let reading = readers;
  const send = async (command: Command) => {
    const answer = await db.send(command);
    if (command instanceof GetCommand) {
      if (--reading === 0) allRead.resolve();
      await allRead.promise;
    }
    return answer;
  };
  return { send } as unknown as DynamoDBDocumentClient;
};

onEngine('cursors', (engine) => {
  let store: Store;
  let cursors: Cursors;

  beforeAll(async () => {
    store = await openStore(engine);
    cursors = dynamodbCursors(store.db, store.transientTableName);
  });
  afterAll(() => store.close());

  it('lead back to their place, from any function instance, made at the same moment or later', async () => {
    const { db, transientTableName } = store;
    await db.send(new DeleteCommand({ TableName: transientTableName, Key: cursorSecretKey }));
    const together = readTogether(db, 5);
    const many = Array.from({ length: 5 }, () => dynamodbCursors(together, transientTableName));
    const sealed = await Promise.all(many.map((each) => each.seal(PLACE, 'all of them')));
    expect(new Set(sealed).size).toBe(1);
    expect(await dynamodbCursors(db, transientTableName).open(sealed[0] ?? '', 'all of them')).toEqual(PLACE);
  });

  it('are of no use in another list', async () => {
    const cursor = await cursors.seal(PLACE, 'all of them');
    expect(await cursors.open(cursor, 'the pending ones')).toBeUndefined();
  });

  it('that were tampered with are none', async () => {
    const cursor = await cursors.seal(PLACE, 'list');
    const other = await cursors.seal(OTHER_PLACE, 'list');
    const [text, signature] = [cursor.split('.')[0], other.split('.')[1]];
    const forged = Buffer.from(JSON.stringify(PLACE)).toString('base64url');
    for (const wrong of [
      '',
      '.',
      'next',
      text,
      `${text}.`,
      `${text}.${signature}`,
      `${forged}.`,
      cursor.slice(0, -1),
      `${cursor}A`,
      `${cursor.slice(0, -1)}é`,
    ]) {
      expect(await cursors.open(wrong ?? '', 'list'), wrong).toBeUndefined();
    }
  });

  it('do without the secret being told', async () => {
    const cursor = await cursors.seal(PLACE, 'list');
    const item = (await store.rawItems()).find(({ pk }) => String(pk).startsWith('SECRET'));
    expect(String(item?.['secret'])).toMatch(/^[\w-]{43}$/);
    expect(cursor).not.toContain(item?.['secret']);
  });

  it('come back once the table answers again', async () => {
    let failures = 1;
    const flaky = {
      send: (command: Command) =>
        failures-- > 0 ? Promise.reject(new Error('the table is away')) : store.db.send(command),
    } as unknown as DynamoDBDocumentClient;
    const waiting = dynamodbCursors(flaky, store.transientTableName);
    await expect(waiting.seal(PLACE, 'list')).rejects.toThrow('the table is away');
    const cursor = await waiting.seal(PLACE, 'list');
    expect(await cursors.open(cursor, 'list')).toEqual(PLACE);
  });
});
