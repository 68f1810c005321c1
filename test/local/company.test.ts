import { expect, test } from 'vitest';
import type { Account } from '../../functions/domain/directory/ports.ts';
import type { RequestView } from '../../functions/edge/request-view.ts';
import { signedFetch } from '../../local/signed-fetch.ts';
import { endStartedStacks, json, start } from './started-stacks.ts';

endStartedStacks();

const HUB = '999999999999';

const itemsAt = async <T>(url: string): Promise<T[]> =>
  ((await (await signedFetch(HUB, url)).json()) as { data: { items: T[] } }).data.items;

type Email = { subject: string; destination: { to: string[] } };

test('npm start -- --accounts N has a company, and eight days of its requests', async () => {
  // As many as it takes for something to be in the digest at every hour of the day.
  const { api, output } = await start('--accounts', '30', '--speed', '0');
  expect(output()).toContain('Starting with 30 accounts');
  const accounts = await itemsAt<Account>(`${api}/accounts`);
  expect(accounts).toHaveLength(31);
  expect(new Set(accounts.map(({ name }) => name)).size).toBe(31);

  const requests = await itemsAt<RequestView>(`${api}/peering-requests?limit=100`);
  expect(requests.length).toBeGreaterThanOrEqual(30);
  const statuses = new Set(requests.map(({ status }) => status));
  for (const status of ['pending-acceptance', 'active', 'expired', 'failed'] as const) {
    expect(statuses).toContain(status);
  }
  const days = requests.map(({ created_at }) => Date.parse(created_at));
  expect(Math.max(...days) - Math.min(...days)).toBeGreaterThan(7 * 86_400_000);

  const index = await (await fetch(api, { headers: { accept: 'text/html' } })).text();
  expect(index).toContain('27 more accounts');
  const { endpoints } = await json<{ endpoints: { inbox: string } }>(`${api}/_local`);
  const { emails } = await json<{ emails: Email[] }>(`${endpoints.inbox}/store`);
  expect(emails.some(({ subject }) => subject.startsWith('Peerway digest: '))).toBe(true);
});
