import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Account, PeeringRequest, RequestPage } from '../../../cli/client/api-types.ts';
import { packCli } from '../../../cli/package/pack.ts';
import { buildProgram } from '../../../cli/program.ts';
import manifest from '../../../package.json' with { type: 'json' };
import { ANALYTICS, HUB, type Journey, PARTNER, PAYMENTS, startJourney } from '../../journey/journey.ts';
import { startVersionedBucket, type VersionedBucket } from '../audit/versioned-bucket.ts';
import { jsonOf, type Run, runPeerway } from '../run-peerway.ts';
import { runtimes } from './runtimes.ts';

const ESCAPE = '\u001b';
const VPCS =
  '--vpc-id vpc-01111111111111a01 --peer-vpc-id vpc-02222222222222a01 --peer-owner-id 222222222222';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'peerway-package-'));
  const tarball = await packCli(folder);
  await promisify(execFile)('npm', ['install', '--global', '--prefix', folder, '--offline', tarball], {
    // Neither this repository's settings nor a registry.
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      npm_config_cache: join(folder, 'cache'),
      npm_config_registry: 'http://127.0.0.1:1/',
    },
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

const installed = (file: string): string =>
  readFileSync(join(folder, 'lib/node_modules/@peerway/cli', file), 'utf8');

test('the package needs nothing but Node.js', () => {
  const installedManifest = JSON.parse(installed('package.json'));
  expect(installedManifest).toMatchObject({
    name: '@peerway/cli',
    version: manifest.version,
    license: 'Apache-2.0',
    bin: { peerway: 'bin/peerway.cjs' },
    engines: { node: expect.stringMatching(/^>=20/) },
  });
  expect(Object.keys(installedManifest).filter((key) => /dependencies/i.test(key))).toEqual([]);
  expect(installed('LICENSE')).toContain('Apache License');
  expect(installed('THIRD-PARTY-LICENSES.txt')).toMatch(/^commander \d+\.\d+\.\d+ \(MIT\)$/m);
  expect(installed('README.md')).not.toContain('npx');
});

/** Every command that does something, by the words that name it. */
const commandNames = (from: Command, words: readonly string[] = []): string[] =>
  from.commands.length === 0
    ? [words.join(' ')]
    : from.commands.flatMap((command) => commandNames(command, [...words, command.name()]));

const COMMANDS = commandNames(buildProgram());

test('the man page has every command and every option', () => {
  const page = installed('man/peerway.1').replaceAll('\\-', '-');
  for (const name of COMMANDS.filter((each) => each !== 'complete')) {
    expect(page).toMatch(new RegExp(`^\\.SS peerway ${name}\\b`, 'm'));
  }
  for (const option of buildProgram().options) expect(page).toContain(`.B ${option.flags}\n`);
  expect(page.match(/^\.PP\nExamples:$/gm)?.length).toBeGreaterThanOrEqual(COMMANDS.length - 1);
});

describe.each(runtimes())('installed, on Node.js $version', ({ node }) => {
  let journey: Journey;
  let bucket: VersionedBucket;
  beforeAll(async () => {
    bucket = await startVersionedBucket();
    journey = await startJourney();
  });
  afterAll(async () => {
    bucket.close();
    await journey.close();
  });

  const ran = new Set<string>();

  const peerway = (command: string, args = '', account = PAYMENTS): Promise<Run> => {
    ran.add(command);
    return runPeerway(
      `${command} ${args}`.trim().split(' '),
      {
        endpoint: journey.endpoints.api,
        account,
        env: { HOME: folder, AWS_ENDPOINT_URL_S3: bucket.endpoint },
      },
      [node, join(folder, 'bin/peerway')],
    );
  };

  test('--version and --help', async () => {
    expect(await peerway('--version')).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' });
    const { code, stdout, stderr } = await peerway('--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Usage: peerway');
    expect(stdout).not.toContain(ESCAPE);
  });

  test('every command', async () => {
    expect(jsonOf(await peerway('preflight', VPCS))).toMatchObject({ would_submit: true });
    const { id } = jsonOf<PeeringRequest>(await peerway('submit', `${VPCS} --justification lake`));
    await journey.pass(60);
    expect(jsonOf<RequestPage>(await peerway('list')).items.map((item) => item.id)).toEqual([id]);
    const shown = await peerway('show', `${id} --table`);
    expect(shown.stdout).toContain(`${id}  pending-acceptance`);
    expect(shown.stdout).not.toContain(ESCAPE);
    const { url } = jsonOf<{ url: string }>(await peerway('open', id));
    expect((await fetch(url)).status).toBe(200);
    expect(jsonOf(await peerway('cancel', `${id} --comment changed`))).toMatchObject({ id });
    await journey.pass(60);
    const watched = await peerway('watch', `${id} --output yaml`);
    expect(watched).toMatchObject({ code: 1, stderr: '' });
    expect(watched.stdout).toContain('status: cancelled\n');
    const again = jsonOf<PeeringRequest>(await peerway('resubmit', `${id} --active-for 30d`));
    expect(again).toMatchObject({ resubmitted_from: id });
    await journey.pass(60);
    const anna = `${ANALYTICS}-anna@analytics.example`;
    expect(jsonOf(await peerway('approve', again.id, anna))).toMatchObject({ decision: { kind: 'accept' } });
    expect(await peerway('reject', `${again.id} --comment late`, anna)).toMatchObject({ code: 1 });

    await journey.pass(60);
    expect(jsonOf(await peerway('extend', `${again.id} --for 7d --reason longer`))).toMatchObject({
      extension: { reason: 'longer' },
    });
    expect(jsonOf(await peerway('connectivity', again.id))).toMatchObject({ id: again.id });
    expect(jsonOf(await peerway('connect', `${again.id} --dry-run`))).toMatchObject({ id: again.id });

    const trail = jsonOf<{ verification: object }>(await peerway('audit show', id));
    expect(trail.verification).toMatchObject({ valid: true });
    expect(jsonOf(await peerway('audit verify'))).toMatchObject({ trails: 2, broken: [] });
    const [event] = (await journey.trail(id)).events;
    bucket.overwrite(`${id}/1.json`, JSON.stringify(event));
    const compared = await peerway('audit verify', `${id} --archive archive`);
    expect(JSON.parse(compared.stdout)).toMatchObject({ archive: { bucket: 'archive', copies: 1 } });
    const exported = await peerway('audit export');
    expect(exported.code).toBe(0);
    expect(
      exported.stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).request_id),
    ).toContain(id);

    const put = await peerway(
      'accounts put',
      `${ANALYTICS} --name data --onboarded --approvers anna@analytics.example`,
      HUB,
    );
    expect(jsonOf<Account>(put).name).toBe('data');
    expect((await peerway('accounts list', '--output csv', HUB)).stdout).toContain(
      `\n${ANALYTICS},data,"[""anna@analytics.example""]",true,`,
    );
    expect(jsonOf<Account>(await peerway('accounts get', PARTNER, HUB)).account_id).toBe(PARTNER);
    expect((await peerway('accounts delete', `${PARTNER} --yes`, HUB)).code).toBe(0);
    const file = join(folder, 'directory.yaml');
    expect((await peerway('directory export', `--out ${file}`, HUB)).code).toBe(0);
    expect(jsonOf(await peerway('directory apply', `--file ${file} --dry-run --prune`, HUB))).toMatchObject({
      changes: [],
    });
    expect((await peerway('directory test', `--file ${file}`)).code).toBe(0);
    expect(jsonOf(await peerway('directory history', '--verify', HUB))).toMatchObject({
      verification: { valid: true },
    });
    expect(jsonOf<{ items: unknown[] }>(await peerway('connections', '--unmanaged', HUB)).items).toEqual([]);
    expect((await peerway('connections show', 'pcx-00000000000000000', HUB)).code).toBe(1);
    const adoptable = await peerway('connections adopt', `--all-in ${PAYMENTS} --dry-run`, HUB);
    expect(jsonOf<{ items: unknown[] }>(adoptable).items).toEqual([]);
    expect((await fetch(jsonOf<{ url: string }>(await peerway('board', '', HUB)).url)).status).toBe(200);

    expect(jsonOf<{ account_id: string }>(await peerway('whoami')).account_id).toBe(PAYMENTS);

    const completion = await peerway('completion', 'bash');
    expect(completion).toMatchObject({ code: 0, stdout: installed('completions/peerway.bash') });
    expect((await peerway('complete', '-- sub')).stdout).toMatch(/^submit\t/m);
    expect(COMMANDS.filter((name) => !ran.has(name))).toEqual([]);
  });

  test('what is wrong is an error in one line, without colors in a pipe', async () => {
    expect(await peerway('show', 'pr-01K7Q8Z4T1V6M3N9R2X5B0C8DE')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^NOT_FOUND: /),
    });
    const usage = await peerway('list', '--endpoint nowhere');
    expect(usage).toMatchObject({ code: 2, stderr: expect.stringMatching(/^error: --endpoint/) });
  });
});
