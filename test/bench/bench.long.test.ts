import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import type { Row } from '../../bench/row.ts';

const run = (...args: string[]) => promisify(execFile)(process.execPath, ['bench/main.ts', ...args]);

test('--only runs one bench: rows in a file, and the same in the terminal', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'peerway-bench-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const output = join(dir, 'results.json');
  const { stdout, stderr } = await run('--only', 'transitions', '--output', output);

  const { rows } = JSON.parse(readFileSync(output, 'utf8')) as { rows: Row[] };
  expect(rows.map(({ name }) => name)).toEqual([
    'transitions: rejected',
    'transitions: expired, three reminders',
    'transitions: each further reminder',
    'transitions: accepted and connected',
    'transitions: accepted',
  ]);
  for (const row of rows) {
    expect(Object.keys(row)).toEqual(['name', 'value', 'unit', 'floor', 'ratio', 'aim']);
    expect(Number.isInteger(row.value)).toBe(true);
    expect(row.value).toBeGreaterThanOrEqual(row.floor ?? Number.NaN);
    expect(row.ratio).toBe(row.value / (row.floor ?? Number.NaN));
    expect(stdout).toMatch(new RegExp(`${row.name} +${row.value} +${row.floor} +transitions`));
  }
  expect(stderr).toContain('transitions: expired');
});

test('a bench that is interrupted keeps the rows that it has', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'peerway-bench-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const output = join(dir, 'results.json');
  const args = ['bench/main.ts', '--only', 'transitions', '--output', output];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    if (String(chunk).includes('transitions: rejected: ')) child.kill('SIGINT');
  });
  const [code] = await once(child, 'close');
  const { rows } = JSON.parse(readFileSync(output, 'utf8')) as { rows: Row[] };
  expect(code).toBe(130);
  expect(rows.map(({ name }) => name)).toEqual(['transitions: rejected']);
  expect(stdout).toContain('transitions: rejected');
});

test('--help lists the benches, and runs none', async () => {
  const { stdout, stderr } = await run('--help');
  for (const title of ['warm latency', 'transitions', 'cost', 'growth', 'many windows', 'start']) {
    expect(stdout).toContain(`\n  ${title} `);
  }
  expect(stderr).toBe('');
});

test.each([
  [
    ['--only', 'nothing'],
    '--only must be part of the name of a bench or row, such as cold import. The benches are: cold import, ',
  ],
  [['--fast'], "Unknown option '--fast'"],
])('%s is one clear line and exit code 1', async (args, message) => {
  const failure = await run(...args).catch((error: { code: number; stderr: string }) => error);
  expect(failure).toMatchObject({ code: 1, stderr: expect.stringContaining(message) });
  expect(failure.stderr.trim().split('\n')).toHaveLength(1);
});
