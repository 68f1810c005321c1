import { afterAll, beforeAll, expect, it } from 'vitest';
import { dynamodbDirectory } from '../../functions/adapters/dynamodb-directory.ts';
import type { Account, Directory } from '../../functions/domain/directory/ports.ts';
import { SEED_ACCOUNTS } from '../../local/seed.ts';
import { createTables } from '../../local/table.ts';
import { CREATED_AT, onEngine, openStore, type Store } from './engines.ts';

const entered: Account = {
  account_id: '444444444444',
  name: 'ledger',
  approvers: ['lena@ledger.example'],
  onboarded: true,
  auto_accept_from: ['111111111111'],
  required_approvals: 2,
  reminders: [7200, 60],
  created_at: '2026-03-02T09:00:00.000Z',
  updated_at: '2026-03-02T09:00:00.000Z',
  updated_by: 'arn:aws:iam::999999999999:user/nora',
};

onEngine('the directory', (engine) => {
  let store: Store;
  let directory: Directory;

  beforeAll(async () => {
    store = await openStore(engine, SEED_ACCOUNTS);
    directory = dynamodbDirectory(store.db, store.tableName);
  });
  afterAll(() => store.close());

  it.each(SEED_ACCOUNTS)('knows $name as it was entered, and no VPC of it', async ({ vpcs, ...account }) => {
    const found = await directory.account(account.account_id);
    expect(found).toMatchObject({ ...account, created_at: CREATED_AT.toISOString() });
    expect(found).not.toHaveProperty('vpcs');
    expect(vpcs).toBeDefined();
  });

  it('knows nothing of an account that was never entered', async () => {
    expect(await directory.account('555555555555')).toBeUndefined();
    expect(await directory.remove('555555555555')).toBeUndefined();
  });

  it('takes an account id whole', async () => {
    expect(await directory.account('1111')).toBeUndefined();
    expect(await directory.account('ACCOUNT#111111111111')).toBeUndefined();
  });

  it('keeps an entry to the letter, replaces it whole, and gives it back when it goes', async () => {
    await directory.put(entered);
    expect(await directory.account(entered.account_id)).toStrictEqual(entered);
    const changed = { ...entered, approvers: [], reminders: [], updated_by: 'somebody else' };
    await directory.put(changed);
    expect(await directory.account(entered.account_id)).toStrictEqual(changed);
    expect(await directory.remove(entered.account_id)).toStrictEqual(changed);
    expect(await directory.account(entered.account_id)).toBeUndefined();
  });

  it('lists every account, and what else is in the table is none', async () => {
    const accounts = await directory.accounts();
    const ids = SEED_ACCOUNTS.map(({ account_id }) => account_id);
    expect(accounts.map(({ account_id }) => account_id).toSorted()).toEqual(ids.toSorted());
    for (const account of accounts) {
      expect(account).toStrictEqual(await directory.account(account.account_id));
      expect(account).not.toHaveProperty('pk');
    }
  });

  it('keeps what was changed in it when the stack is started again', async () => {
    const first = await directory.account('111111111111');
    if (!first) throw new Error('the seed has no such account');
    await directory.put({ ...first, name: 'renamed' });
    await createTables(store.client, SEED_ACCOUNTS, CREATED_AT);
    expect(await directory.account('111111111111')).toMatchObject({ name: 'renamed' });
  });

  it('lists more accounts than one page holds', async () => {
    // A page ends at 1 MB.
    const many = Array.from({ length: 12 }, (_, index) => ({
      ...entered,
      account_id: `6666666666${String(index).padStart(2, '0')}`,
      name: '.'.repeat(200_000),
    }));
    for (const account of many) await directory.put(account);
    const found = await directory.accounts();
    expect(found.filter(({ account_id }) => account_id.startsWith('66'))).toEqual(many);
  });
});
