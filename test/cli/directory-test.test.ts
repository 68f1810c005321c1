import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HUB, type Journey, startJourney } from '../journey/journey.ts';
import { jsonOf, runPeerway } from './run-peerway.ts';

let journey: Journey;
let folder: string;
let example: string;
beforeAll(async () => {
  journey = await startJourney();
  folder = await mkdtemp(join(tmpdir(), 'peerway-directory-'));
  const docs = await readFile('docs/rules.md', 'utf8');
  example = /```yaml\n(.*?)```/s.exec(docs)?.[1] ?? '';
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await journey.close();
});

const run = async (content: string, ...args: string[]) => {
  const file = join(folder, 'directory.yaml');
  await writeFile(file, content);
  const [command = '', ...options] = args;
  return runPeerway(['directory', command, '--file', file, ...options], {
    endpoint: journey.endpoints.api,
    account: HUB,
  });
};

type Report = { passed: number; failed: number };

test('the example of the documentation is decided as it says, without the API', async () => {
  const shown = await run(example, 'test', '--table');
  expect(shown).toMatchObject({ code: 0, stderr: '' });
  expect(shown.stdout.split('\n')).toEqual([
    '✓ development meets development for ten days: accept by rule dev-to-dev',
    '✓ nobody comes from Frankfurt: refuse by rule lake-is-full',
    '✓ without its tags, people are asked: ask',
    '',
    'Tests: 3 cases, all as expected.',
    '',
  ]);
  expect(jsonOf<Report>(await run(example, 'test'))).toMatchObject({ passed: 3, failed: 0 });
});

test('a case that is decided otherwise says why, and apply stops at it', async () => {
  const changed = example.replace('peer_tags: { env: dev }', 'peer_tags: { env: prod }');
  const tested = await run(changed, 'test', '--table');
  expect(tested.code).toBe(1);
  expect(tested.stdout).toContain(
    '✗ development meets development for ten days: expected accept by rule dev-to-dev, but got ask. No rule of the directory matches this request: the account’s approvers are asked.',
  );
  expect(tested.stdout).toContain('Tests: 3 cases, 1 not as expected.');
  const unseen = example.replace('expect: ask', 'expect: accept');
  expect((await run(unseen, 'test', '--table')).stdout).toContain(
    'but got ask. Peerway can’t say whether rule dev-to-dev matches, because it can’t see the tags of the accepter VPC.',
  );

  const applied = await run(changed, 'apply', '--yes');
  expect(applied.code).toBe(1);
  expect(applied.stderr).toContain('The test development meets development for ten days fails');
  const { body } = await journey.call<{ directory: object }>(HUB, 'GET', '/directory');
  expect(body.success && 'rules' in body.data.directory).toBe(false);
  expect((await run(example, 'apply', '--yes')).code).toBe(0);
  expect((await run(example, 'apply', '--dry-run', '--table')).stdout).toContain('No changes.');
});

test('a file that can’t be a directory is refused with its lines', async () => {
  const unknown = await run(example.replace('rule: dev-to-dev', 'rule: dev-to-devs'), 'test');
  expect(unknown.code).toBe(1);
  expect(unknown.stderr).toMatch(
    /directory\.yaml:\d+: tests\.0\.rule: No rule for requests to 222222222222 has the name dev-to-devs\./,
  );
});
