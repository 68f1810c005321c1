import { afterAll, beforeAll, expect, it } from 'vitest';
import { dynamodbBookmarks } from '../../functions/adapters/dynamodb-bookmarks.ts';
import type { Bookmarks } from '../../functions/domain/request/ports.ts';
import { onEngine, openStore, type Store } from './engines.ts';

onEngine('bookmarks', (engine) => {
  let store: Store;
  let bookmarks: Bookmarks;

  beforeAll(async () => {
    store = await openStore(engine);
    bookmarks = dynamodbBookmarks(store.db, store.transientTableName);
  });
  afterAll(() => store.close());

  it('are kept for each list apart, the last one alone, until they are taken away', async () => {
    expect(await bookmarks.all()).toEqual({});
    await bookmarks.set('active', 'first');
    await bookmarks.set('active', 'second');
    await bookmarks.set('unfinished', 'elsewhere');
    expect(await bookmarks.all()).toEqual({ active: 'second', unfinished: 'elsewhere' });
    await bookmarks.set('active', undefined);
    expect(await bookmarks.all()).toEqual({ unfinished: 'elsewhere' });
  });
});
