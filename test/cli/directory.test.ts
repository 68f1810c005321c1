import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { DirectoryPlan } from '../../cli/views/directory-plan.ts';
import { ANALYTICS, HUB, type Journey, startJourney } from '../journey/journey.ts';
import { cut, lossyNetwork } from './lossy-network.ts';
import { jsonOf, type Run, runPeerway } from './run-peerway.ts';

let journey: Journey;
let folder: string;
beforeAll(async () => {
  journey = await startJourney();
  folder = mkdtempSync(join(tmpdir(), 'peerway-directory-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await journey.close();
});

const directory = (...args: string[]): Promise<Run> =>
  runPeerway(['directory', ...args], { endpoint: journey.endpoints.api, account: HUB });

const write = (name: string, content: object | string): string => {
  const file = join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : stringify(content));
  return file;
};

const NETWORK = ['noor@network.example', 'ole@network.example'];

test('what is exported changes nothing when it is applied', async () => {
  for (const name of ['directory.yaml', 'directory.json']) {
    const file = join(folder, name);
    expect(await directory('export', '--out', file)).toMatchObject({ code: 0, stdout: '' });
    const applied = await directory('apply', '--file', file, '--prune', '--table');
    expect(applied).toMatchObject({ code: 0, stdout: '✓ No changes. The directory is as the file says.\n' });
  }
  const yaml = readFileSync(join(folder, 'directory.yaml'), 'utf8');
  expect(yaml).toContain(`$schema=${journey.endpoints.api}/directory.schema.json\n`);
  expect(yaml).toContain('\n  "222222222222":\n');
});

test('a plan is shown field by field, asked about, and applied', async () => {
  const file = write('change.yaml', {
    groups: { network: NETWORK },
    accounts: {
      [ANALYTICS]: {
        name: 'analytics',
        approvers: ['anna@analytics.example', 'group:network'],
        onboarded: true,
        required_approvals: 2,
        longest_active_for: 'P90D',
        decide_by: ['link', 'signed'],
      },
    },
  });
  const plan = `+ group network
    members: noor@network.example, ole@network.example

~ account 222222222222
    approvers:
      - arun@analytics.example
      + group:network
    escalation_email: head-of-data@analytics.example → none
    connect: apply → none
    pick_up: true → none
    required_approvals: none → 2
    longest_active_for: none → P90D

Plan: 1 to add, 1 to change, 0 to remove.
`;
  expect(await directory('apply', '--file', file, '--dry-run', '--table')).toEqual({
    code: 2,
    stdout: plan,
    stderr: '',
  });
  const asked = await directory('apply', '--file', file, '--table');
  expect(asked).toMatchObject({ code: 2, stdout: plan });
  expect(asked.stderr).toContain(
    "Apply these changes? Can't prompt without a terminal. Use --yes to confirm.",
  );
  const applied = await directory('apply', '--file', file, '--table', '--yes');
  expect(applied).toEqual({
    code: 0,
    stdout: `${plan}\n✓ Applied 2 changes. The directory has version 2.\n`,
    stderr: '',
  });
  expect(jsonOf<DirectoryPlan>(await directory('apply', '--file', file, '--dry-run')).changes).toEqual([]);
});

test('defects are told with their lines, those of YAML, of the schema and of the API', async () => {
  const unquoted = write(
    'unquoted.yaml',
    'account_groups:\n  dev: [111111111111]\naccounts:\n  012345678901: {}\n',
  );
  expect(await directory('apply', '--file', unquoted)).toMatchObject({
    code: 1,
    stderr: [
      `error: ${unquoted}:2: YAML reads 111111111111 as a number. Quote it: "111111111111".`,
      `error: ${unquoted}:4: YAML reads 012345678901 as a number. Quote it: "012345678901".\n`,
    ].join('\n'),
  });
  const broken = write('broken.yaml', 'groups:\n  network: [\n');
  expect((await directory('apply', '--file', broken)).stderr).toMatch(`error: ${broken}:`);
  const entry = '    name: risk\n    approvers: [group:nobody]\n    onboarded: ';
  const wrong = write('wrong.yaml', `accounts:\n  "555555555555":\n${entry}maybe\n`);
  expect((await directory('apply', '--file', wrong)).stderr).toBe(
    `error: ${wrong}:5: accounts.555555555555.onboarded: Onboarded must be true or false.\n`,
  );
  const unknown = write('unknown.yaml', `accounts:\n  "555555555555":\n${entry}true\n`);
  expect((await directory('apply', '--file', unknown, '--dry-run')).stderr).toBe(
    `error: ${unknown}:4: accounts.555555555555.approvers.0: The directory has no group nobody.\n`,
  );
});

test('the history says who changed what, and is verified', async () => {
  const shown = await directory('history', '--verify', '--table');
  expect(shown.code).toBe(0);
  expect(shown.stdout).toMatch(
    /version 2 {2}arn:aws:sts::999999999999:assumed-role\/NetworkTeam\/local from \S+\n\+ group network\n/,
  );
  expect(shown.stdout).toContain('longest_active_for: none → P90D');
  expect(shown.stdout).toMatch(/✓ The history is complete and unchanged: 2 events\.\n$/);
  const { events } = jsonOf<{ events: { changes: { name: string }[] }[] }>(
    await directory('history', ANALYTICS),
  );
  expect(events.map(({ changes }) => changes.map(({ name }) => name))).toEqual([[ANALYTICS], [ANALYTICS]]);
});

/** A company's directory: 12 groups and 40 rules. */
const company = (accounts: number) => {
  const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);
  const id = (n: number) => String(300_000_000_000 + n * 7919);
  return {
    defaults: { reminders: ['P3D', 'P1D'], escalation_email: 'group:team-0' },
    groups: Object.fromEntries(
      numbers(12).map((n) => [`team-${n}`, numbers(5).map((m) => `person-${m}@team-${n}.example`)]),
    ),
    account_groups: { development: numbers(100).map(id), production: numbers(100).map((n) => id(n + 100)) },
    accounts: Object.fromEntries(
      numbers(accounts).map((n) => [
        id(n),
        {
          name: `service-${n}`,
          approvers: [`owner-${n}@team-${n % 12}.example`, `group:team-${n % 12}`],
          onboarded: n % 9 > 0,
          required_approvals: 1 + (n % 2),
        },
      ]),
    ),
    rules: numbers(40).map((n) => ({
      name: `rule-${n}`,
      when: { requester_accounts: ['group:development', id(n)], peer_accounts: ['group:production'] },
      then: n % 2 ? 'ask' : 'refuse',
      because: `Rule ${n} says so.`,
    })),
    network_team: ['group:team-0'],
  };
};

test.each([300, 1000])(
  '%i accounts are applied, exported, applied again without a change, and fit into one item',
  async (accounts) => {
    const file = write(`company-${accounts}.yaml`, company(accounts));
    const started = performance.now();
    const applied = jsonOf<DirectoryPlan>(await directory('apply', '--file', file, '--prune', '--yes'));
    const seconds = (performance.now() - started) / 1000;
    expect(applied.changes.length).toBeGreaterThanOrEqual(accounts > 300 ? 700 : 350);
    const exported = join(folder, `exported-${accounts}.yaml`);
    await directory('export', '--out', exported);
    expect(jsonOf<DirectoryPlan>(await directory('apply', '--file', exported, '--prune')).changes).toEqual(
      [],
    );
    const { directoryStore } = await import('../../functions/wiring.ts');
    const { toDirectoryItem } = await import('../../functions/adapters/directory-item.ts');
    const state = await directoryStore().read();
    expect(Object.keys(state.document.accounts)).toHaveLength(accounts);
    const { content } = toDirectoryItem(state);
    if (process.env['PRINT_MEASURES']) {
      const kilobytes = (content as Uint8Array).length / 1000;
      process.stderr.write(`${accounts} accounts: applied in ${seconds.toFixed(1)} s, ${kilobytes} KB\n`);
    }
  },
);

test('of two that apply at once, one wins, and the other is told', async () => {
  const files = ['one', 'two'].map((name) =>
    write(`${name}.yaml`, { groups: { [name]: [`${name}@network.example`] } }),
  );
  for (let attempt = 1; ; attempt++) {
    const runs = await Promise.all(
      files.map((file) => directory('apply', '--file', file, '--yes', '--table')),
    );
    const told = runs.filter(({ code }) => code !== 0);
    expect(told.length).toBeLessThan(2);
    for (const { stderr } of told) {
      expect(stderr).toMatch(
        /^CONFLICT: The directory was changed by \S+ at \S+: it has version \d+ now\. Plan again\.\n/,
      );
    }
    if (told.length > 0) return;
    // One was done before the other had planned.
    expect(attempt).toBeLessThan(20);
    for (const [index, name] of ['one', 'two'].entries()) {
      write(`${name}.yaml`, { groups: { [name]: [`${name}-${attempt}-${index}@network.example`] } });
    }
  }
});

test('what was applied is applied once, and told, if the answer is lost', async () => {
  const file = write('lost.yaml', { groups: { lost: ['lost@network.example'] } });
  const sent: string[] = [];
  const network = await lossyNetwork(journey.endpoints.api, ({ method }) => {
    sent.push(method);
    // The first is the plan.
    return sent.length === 2 ? cut : undefined;
  });
  try {
    const applied = await runPeerway(['directory', 'apply', '--file', file, '--yes', '--table'], {
      endpoint: network.endpoint,
      account: HUB,
    });
    expect([applied.code, applied.stdout]).toEqual([
      0,
      expect.stringMatching(/Applied 1 change\. The directory has version \d+\.\n$/),
    ]);
    expect(sent).toEqual(['PUT', 'PUT', 'PUT']);
    const { events } = jsonOf<{ events: { changes: { name: string }[] }[] }>(await directory('history'));
    expect(events.filter(({ changes }) => changes.some(({ name }) => name === 'lost'))).toHaveLength(1);
  } finally {
    network.close();
  }
});
