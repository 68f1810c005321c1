import { afterAll, beforeAll, expect, it } from 'vitest';
import { dynamodbMissingAccounts } from '../../functions/adapters/dynamodb-missing-accounts.ts';
import type { MissingAccounts } from '../../functions/domain/directory/ports.ts';
import { NOW } from './a-request.ts';
import { onEngine, openStore, type Store } from './engines.ts';

const [A, B] = ['111111111111', '222222222222'] as const;
const DAY_MS = 86_400_000;
const MOST = 20;

onEngine('missing accounts', (engine) => {
  let store: Store;
  let now = NOW;
  let missing: MissingAccounts;

  beforeAll(async () => {
    store = await openStore(engine);
    missing = dynamodbMissingAccounts(store.db, store.transientTableName, () => now);
  });
  afterAll(() => store.close());

  it('are counted for each account that asks, and of one account only so many', async () => {
    for (let each = 0; each < MOST + 5; each++) await missing.count(`4444444444${10 + each}`, A);
    now = new Date(NOW.getTime() + 1000);
    await missing.count('444444444410', A);
    await missing.count('444444444499', A);
    await missing.count('444444444499', B);
    const { asked, is_cut } = await missing.list();
    expect(is_cut).toBe(false);
    expect(asked).toHaveLength(MOST + 1);
    expect(asked).toContainEqual({
      account_id: '444444444410',
      requester_account_id: A,
      times: 2,
      last_at: now.toISOString(),
    });
    expect(asked.filter(({ account_id }) => account_id === '444444444499')).toEqual([
      { account_id: '444444444499', requester_account_id: B, times: 1, last_at: now.toISOString() },
    ]);
  });

  it('are there for thirty days, also from one period to the next', async () => {
    now = new Date(NOW.getTime() + 29 * DAY_MS);
    expect((await missing.list()).asked).toHaveLength(MOST + 1);
    await missing.count('444444444499', A);
    now = new Date(NOW.getTime() + 32 * DAY_MS);
    expect((await missing.list()).asked.map(({ requester_account_id }) => requester_account_id)).toEqual([A]);
  });
});
