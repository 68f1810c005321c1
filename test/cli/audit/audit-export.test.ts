import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listRequestIds } from '../../../cli/audit/list-request-ids.ts';
import type { ApiClient } from '../../../cli/client/api-client.ts';
import type { AuditEvent } from '../../../functions/domain/request/audit.ts';
import { VPC } from '../../../local/seed.ts';
import { ACROSS, DAY, HUB, type Journey, PAYMENTS, startJourney } from '../../journey/journey.ts';
import { denied, lossyNetwork } from '../lossy-network.ts';
import { type Run, runPeerway } from '../run-peerway.ts';
import { trailTable } from './trail-table.ts';

let journey: Journey;
let early: string;
let late: string;
let between: string;
beforeAll(async () => {
  journey = await startJourney();
  early = (await journey.submit({ ...ACROSS, justification: 'Émile’s „files“\nand more: \u202e€ 😀' })).id;
  await journey.pass(DAY);
  between = journey.clock.now().toISOString();
  late = (await journey.submit({ ...ACROSS, peer_vpc_id: VPC.analyticsUs, peer_region: 'us-east-1' })).id;
});
afterAll(() => journey.close());

const exported = (...args: string[]): Promise<Run> =>
  runPeerway(['audit', 'export', ...args], { endpoint: journey.endpoints.api, account: HUB });

const eventsOf = ({ stdout }: Run): AuditEvent[] =>
  stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

test('every event of every trail is a line, as the API gives it', async () => {
  const run = await exported();
  const trails = [await journey.trail(late), await journey.trail(early)];
  const events = trails.flatMap((trail) => trail.events);
  expect(eventsOf(run)).toEqual(events);
  expect(run).toMatchObject({
    code: 0,
    stderr: `Exported ${events.length} events from 2 of 2 trails. All trails are valid, up to the last event that each record names.\n`,
  });
});

test('since a time, trails with an event since then are written, whole', async () => {
  const { events } = await journey.trail(late);
  const run = await exported('--since', between);
  expect(eventsOf(run)).toEqual(events);
  expect(run.stderr).toContain(`Exported ${events.length} events from 1 of 2 trails. `);
  expect(eventsOf(await exported('--since', between.replace('Z', '+00:00')))).toEqual(events);

  // What began before, and has an event since then, is there from its beginning.
  const [first = { at: '' }] = (await journey.trail(early)).events;
  await journey.call(PAYMENTS, 'POST', `/peering-requests/${early}/cancel`, {});
  const whole = eventsOf(await exported('--since', between.slice(0, 10)));
  expect(whole.filter(({ request_id }) => request_id === early)[0]).toEqual(first);
  expect((await exported('--since', '2999-12-31')).stdout).toBe('');
});

test.each(['yesterday', '2026-02-30', '2026-01-31T08:00:00', 'P1D'])(
  'a time like %s is none',
  async (since) => {
    const { code, stdout, stderr } = await exported('--since', since);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(
      'Enter a date such as 2026-01-31, or a time with its zone such as 2026-01-31T08:00:00Z.',
    );
  },
);

test('pages are followed to the last, across empty ones', async () => {
  const pages = [['pr-1', 'pr-2'], [], ['pr-3']];
  const api = {
    call: async (_: unknown, { cursor = '0' }: { cursor?: string }) => ({
      data: {
        items: (pages[Number(cursor)] ?? []).map((id) => ({ id })),
        next_cursor: Number(cursor) < 2 ? String(Number(cursor) + 1) : null,
      },
    }),
  } as unknown as ApiClient;
  const ids: string[] = [];
  for await (const id of listRequestIds(api)) ids.push(id);
  expect(ids).toEqual(['pr-1', 'pr-2', 'pr-3']);
});

/** The commands that docs/audit-by-hand.md gives to auditors. */
const checks = (): string[] => {
  const page = readFileSync(new URL('../../../docs/audit-by-hand.md', import.meta.url), 'utf8');
  return [...page.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, lines = '']) => lines);
};

const isInstalled = (tool: string): boolean => spawnSync(tool, ['--version']).status === 0;
const TOOLS = ['bash', 'jq', 'sha256sum', 'python3'];

test.skipIf(!TOOLS.every(isInstalled))(
  'the commands of docs/audit-by-hand.md check an export without our code',
  async () => {
    const { stdout } = await exported();
    const events = eventsOf({ code: 0, stdout, stderr: '' });
    const folder = mkdtempSync(join(tmpdir(), 'peerway-export-'));
    const checkAfter = (text: string): string[] => {
      writeFileSync(join(folder, 'trails.jsonl'), text);
      return checks()
        .filter((lines) => !lines.startsWith('peerway '))
        .map((lines) => {
          const { status, stdout, stderr } = spawnSync('bash', ['-c', lines], {
            cwd: folder,
            encoding: 'utf8',
          });
          expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
          return stdout;
        });
    };
    try {
      const last = events.at(-1)?.hash;
      const [whole, one] = checkAfter(stdout);
      expect(whole).toBe(
        [late, early]
          .map((id) => events.findLast(({ request_id }) => request_id === id))
          .map((event) => `${event?.request_id}: ${event?.sequence} events, head ${event?.hash}\n`)
          .join(''),
      );
      expect(one).toBe(`${last}  -\n${last}\n`);

      const [changed] = checkAfter(stdout.replace('Émile', 'Emile'));
      expect(changed).toContain(`${early}: event 1 is broken\n`);
      const lines = stdout.split('\n');
      const [removed] = checkAfter(lines.toSpliced(2, 1).join('\n'));
      expect(removed).toContain(`${late}: event 4 is broken\n`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

test('a trail that does not verify is written as it is, whatever its times say, and named', async () => {
  const table = trailTable(journey.endpoints.dynamodb, early);
  await table.put(2, { ...(await table.events())[1], at: '1999-01-01T00:00:00.000Z' });
  const run = await exported('--since', '2999-12-31');
  expect(run.code).toBe(1);
  expect(eventsOf(run)).toEqual((await journey.trail(early)).events);
  expect(run.stderr).toContain(`✗ ${early}: event 2 was changed after it was written\n`);
  expect(run.stderr).toMatch(/^Exported \d+ events from 1 of 2 trails\. 1 trail isn't valid\.$/m);
});

test.each(['export', 'verify'])('what was found before %s has to stop is not lost', async (command) => {
  const table = trailTable(journey.endpoints.dynamodb, late);
  const [first] = await table.events();
  if (!first) throw new Error('no event');
  await table.put(1, { ...first, at: '1999-01-01T00:00:00.000Z' });
  const network = await lossyNetwork(journey.endpoints.api, ({ path }) =>
    path.includes(`${early}/events`) ? denied : undefined,
  );
  const { code, stdout, stderr } = await runPeerway(['audit', command], {
    endpoint: network.endpoint,
    account: HUB,
  }).finally(network.close);
  expect(code).toBe(3);
  expect(stderr).toContain('This is not complete: 1 trail was verified before the error.\n');
  expect(stderr).toContain('error: Access denied (403: Forbidden)');
  expect(command === 'export' ? stderr : stdout).toContain('event 1 was changed after it was written');
  expect(stdout).toContain(late);
});
