import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dynamodbDirectory, dynamodbDirectoryStore } from '../../functions/adapters/dynamodb-directory.ts';
import { earlierAccountKey } from '../../functions/adapters/table.ts';
import {
  changeDirectory,
  planChange,
  writeChange,
} from '../../functions/domain/directory/change-directory.ts';
import { EMPTY_DIRECTORY, type EntryDraft } from '../../functions/domain/directory/document.ts';
import type { Account, Directory, DirectoryStore } from '../../functions/domain/directory/ports.ts';
import { verifyChain } from '../../functions/domain/request/audit.ts';
import { SEED_ACCOUNTS } from '../../local/seed.ts';
import { createTables } from '../../local/table.ts';
import { CREATED_AT, onEngine, openStore, type Store } from './engines.ts';

const LEDGER = '444444444444';
const BY = { actor: { kind: 'caller', id: 'arn:aws:iam::999999999999:user/nora' } } as const;

const entered: EntryDraft = {
  name: 'ledger',
  approvers: ['lena@ledger.example', 'leo@ledger.example'],
  onboarded: true,
  auto_accept_from: ['111111111111'],
  required_approvals: 2,
  reminders: [7200, 60],
};

onEngine('the directory', (engine) => {
  let store: Store;
  let directory: Directory;
  let directories: DirectoryStore;
  const clock = () => CREATED_AT;
  const deps = () => ({ directoryStore: directories, clock, defaultReminders: [3600] });

  beforeAll(async () => {
    store = await openStore(engine, SEED_ACCOUNTS);
    directory = dynamodbDirectory(store.db, store.tableName, clock);
    directories = dynamodbDirectoryStore(store.db, store.tableName);
  });
  afterAll(() => store.close());

  const put = (accountId: string, entry: EntryDraft) =>
    changeDirectory(
      (document) => ({ ...document, accounts: { ...document.accounts, [accountId]: entry } }),
      BY,
      deps(),
    );
  const remove = (accountId: string) =>
    changeDirectory(
      ({ accounts: { [accountId]: _, ...accounts }, ...rest }) => ({ ...rest, accounts }),
      BY,
      deps(),
    );

  it.each(SEED_ACCOUNTS)(
    'knows $name as it was entered, and no VPC of it',
    async ({ vpcs, escalation_email, ...account }) => {
      const found = await directory.account(account.account_id);
      expect(found).toMatchObject({
        ...account,
        escalate_to: escalation_email ? [escalation_email] : [],
        created_at: CREATED_AT.toISOString(),
      });
      expect(found).not.toHaveProperty('vpcs');
      expect(vpcs).toBeDefined();
    },
  );

  it.each(['555555555555', '1111', 'ACCOUNT#111111111111', 'constructor', '__proto__'])(
    'knows nothing of an account that was never entered: %s',
    async (accountId) => {
      expect(await directory.account(accountId)).toBeUndefined();
    },
  );

  it('keeps an entry to the letter, replaces it whole, and forgets it when it goes', async () => {
    const found = (entry: EntryDraft, updatedAt: number): Account => ({
      account_id: LEDGER,
      auto_accept_from: [],
      required_approvals: 1,
      reminders: [],
      escalate_to: [],
      ...(entry as Pick<Account, 'name' | 'approvers' | 'onboarded'>),
      created_at: CREATED_AT.toISOString(),
      updated_at: new Date(updatedAt).toISOString(),
      updated_by: BY.actor.id,
    });
    await put(LEDGER, entered);
    expect(await directory.account(LEDGER)).toStrictEqual(found(entered, CREATED_AT.getTime()));
    const changed = { name: 'ledger', approvers: [], onboarded: false, reminders: [] };
    await put(LEDGER, changed);
    // Each entry has a time of its own, by which a put knows the one that was read.
    expect(await directory.account(LEDGER)).toStrictEqual(found(changed, CREATED_AT.getTime() + 1));
    await remove(LEDGER);
    expect(await directory.account(LEDGER)).toBeUndefined();
  });

  it('lists every account by ID', async () => {
    const accounts = await directory.accounts();
    const ids = SEED_ACCOUNTS.map(({ account_id }) => account_id);
    expect(accounts.map(({ account_id }) => account_id)).toEqual(ids.toSorted());
    for (const account of accounts) {
      expect(account).toStrictEqual(await directory.account(account.account_id));
    }
  });

  it('is sent again only when it has changed', async () => {
    const sent: number[] = [];
    store.db.middlewareStack.add(
      (next) => async (args) => {
        const answer = await next(args);
        sent.push((answer.output as { Items?: unknown[] }).Items?.length ?? 0);
        return answer;
      },
      { step: 'initialize', name: 'count-items' },
    );
    const reader = dynamodbDirectory(store.db, store.tableName, clock);
    const before = await reader.accounts();
    expect(await reader.accounts()).toEqual(before);
    expect(sent).toEqual([1, 0]);
    store.db.middlewareStack.remove('count-items');
    await put(LEDGER, entered);
    expect(await reader.account(LEDGER)).toMatchObject({ name: 'ledger' });
    await remove(LEDGER);
    expect(await reader.accounts()).toEqual(before);
  });

  it('writes nothing when nothing changes', async () => {
    const before = await directories.read();
    await put('111111111111', before.document.accounts['111111111111'] as EntryDraft);
    expect(await directories.read()).toEqual(before);
  });

  it('lets one of two writers win who read the same directory, and the other write after it', async () => {
    const read = await directories.read();
    const plan = (name: string) => planChange(read, { ...read.document, network_team: [name] }, BY, deps());
    const [one, other] = [plan('one@network.example'), plan('other@network.example')];
    const written = await Promise.all([one, other].map((each) => writeChange(each, BY, deps())));
    expect(written.toSorted()).toEqual([false, true]);
    const accounts = Array.from({ length: 4 }, (_, n) => `77777777777${n}`);
    await Promise.all(accounts.map((id) => put(id, entered)));
    const { version, document } = await directories.read();
    expect(version).toBe(read.version + 5);
    expect(Object.keys(document.accounts)).toEqual(expect.arrayContaining(accounts));
    await Promise.all(accounts.map(remove));
  });

  it('keeps every change in one chain, of which the directory has the end', async () => {
    const accounts = Object.fromEntries(
      Array.from({ length: 45 }, (_, n) => [String(800_000_000_000 + n), entered]),
    );
    const before = await directories.read();
    await changeDirectory(
      (document) => ({ ...document, accounts: { ...document.accounts, ...accounts } }),
      BY,
      deps(),
    );
    const { head, sequence, version } = await directories.read();
    // 45 changes are more than two records take.
    expect([sequence, version]).toEqual([before.sequence + 3, before.version + 1]);
    const changes = await directories.changes(0, 1000);
    expect(verifyChain(changes, head)).toEqual({ valid: true, events: sequence });
    expect(await directories.changes(2, 3)).toEqual(changes.slice(2, 5));
    const added = changes.slice(-3).flatMap((record) => record.changes);
    expect(added.map(({ what, name, before: was }) => [what, name, was])).toEqual(
      Object.keys(accounts).map((id) => ['account', id, undefined]),
    );
    expect(added[0]?.after).toEqual(entered);
    await changeDirectory(() => ({ ...before.document }), BY, deps());
    expect((await directories.read()).document).toEqual(before.document);
  });

  it('refuses a directory that no item can hold', async () => {
    const random = () => Math.random().toString(36).slice(2);
    const groups = Object.fromEntries(
      Array.from({ length: 40_000 }, () => [random(), [`${random()}@${random()}.example`]]),
    );
    const before = await directories.read();
    const changing = changeDirectory((document) => ({ ...document, groups }), BY, deps());
    await expect(changing).rejects.toMatchObject({
      details: [
        { path: '', message: expect.stringMatching(/^The directory has \d+ KB when it is compressed/) },
      ],
    });
    expect(await directories.read()).toEqual(before);
  });

  it('keeps what was changed in it when the stack is started again', async () => {
    const first = (await directories.read()).document.accounts['111111111111'];
    await put('111111111111', { ...(first as EntryDraft), name: 'renamed' });
    await createTables(store.client, SEED_ACCOUNTS, CREATED_AT);
    expect(await directory.account('111111111111')).toMatchObject({ name: 'renamed' });
  });
});

onEngine('a directory of an earlier version', (engine) => {
  let store: Store;
  let directory: Directory;
  let directories: DirectoryStore;
  const clock = () => CREATED_AT;

  /** As earlier versions stored it. */
  const earlier = (account_id: string) => ({
    account_id,
    ...entered,
    escalation_email: 'head@ledger.example',
    created_at: '2026-02-01T00:00:00.000Z',
    updated_at: '2026-02-02T00:00:00.000Z',
    updated_by: BY.actor.id,
  });
  const write = (account_id: string, more: object = {}) =>
    store.db.send(
      new PutCommand({
        TableName: store.tableName,
        Item: { ...earlierAccountKey(account_id), ...earlier(account_id), ...more },
      }),
    );

  beforeAll(async () => {
    store = await openStore(engine);
    directory = dynamodbDirectory(store.db, store.tableName, clock);
    directories = dynamodbDirectoryStore(store.db, store.tableName);
  });
  afterAll(() => store.close());

  it('is empty before the first entry', async () => {
    expect(await directories.read()).toMatchObject({ version: 0, document: EMPTY_DIRECTORY });
    expect(await directory.accounts()).toEqual([]);
  });

  it('is read as it was, also when it has more than one page', async () => {
    // A page ends at 1 MB.
    const ids = Array.from({ length: 12 }, (_, n) => `6666666666${String(n).padStart(2, '0')}`);
    for (const id of ids) await write(id, { name: '.'.repeat(200_000) });
    const { escalation_email, ...entry } = earlier(LEDGER);
    await write(LEDGER);
    expect(await directory.account(LEDGER)).toStrictEqual({ ...entry, escalate_to: [escalation_email] });
    expect((await directory.accounts()).map(({ account_id }) => account_id)).toEqual([LEDGER, ...ids]);
    expect((await directories.read()).version).toBe(0);
    for (const id of ids) await write(id);
  });

  it('becomes one document with its first change, which alone is recorded', async () => {
    const before = await directory.accounts();
    const [first] = before;
    await changeDirectory((document) => ({ ...document, network_team: ['Team@network.example'] }), BY, {
      directoryStore: directories,
      clock,
      defaultReminders: [3600],
    });
    expect(await directory.accounts()).toEqual(before);
    expect(await directory.networkTeam()).toEqual(['team@network.example']);
    expect(await directories.changes(0, 10)).toMatchObject([
      { version: 1, changes: [{ what: 'network-team', before: [], after: ['team@network.example'] }] },
    ]);
    // The items of before are not read any longer.
    await write(String(first?.account_id), { name: 'late' });
    expect(await directory.account(String(first?.account_id))).toEqual(first);
  });
});
