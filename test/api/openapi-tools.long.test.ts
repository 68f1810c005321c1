import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signedFetch } from '../../local/signed-fetch.ts';
import { ACROSS, PAYMENTS } from '../journey/journey.ts';
import { type CheckedJourney, startCheckedJourney } from './checked-journey.ts';

/** What integrators do with the document: check it by the usual rules, and generate a client from it. */

const MODULES = fileURLToPath(new URL('../../node_modules/', import.meta.url));

/** Neither of these tools calls home, and they run on the Node.js that runs this. */
const run = (tool: string, args: readonly string[], options: readonly string[] = []) =>
  promisify(execFile)(process.execPath, [...options, join(MODULES, tool), ...args], {
    env: { PATH: process.env['PATH'], REDOCLY_TELEMETRY: 'off', SCARF_ANALYTICS: 'false' },
  });

const problemsOf = async (running: Promise<{ stdout: string }>): Promise<string> => {
  try {
    return (await running).stdout;
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
};

let journey: CheckedJourney;
let folder: string;
let file: string;
let broken: string;
beforeAll(async () => {
  journey = await startCheckedJourney();
  folder = mkdtempSync(join(tmpdir(), 'peerway-openapi-'));
  file = join(folder, 'openapi.json');
  broken = join(folder, 'broken.json');
  const { document } = journey.document;
  writeFileSync(file, JSON.stringify(document));
  const { tags: _, license: __, ...rest } = { license: undefined, tags: undefined, ...document };
  const path = { ...document.paths['/board-links']?.['post'], tags: [], description: '', operationId: 'get' };
  writeFileSync(
    broken,
    JSON.stringify({
      ...rest,
      info: { title: 'x', version: '1' },
      paths: { '/board-links/': { post: path } },
    }),
  );
  writeFileSync(join(folder, 'spectral.json'), JSON.stringify({ extends: ['spectral:oas'] }));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await journey.close();
});

describe('the recommended rules find nothing, and could:', () => {
  test('Spectral', async () => {
    const lint = async (path: string) => {
      const args = ['lint', path, '--ruleset', join(folder, 'spectral.json'), '--fail-severity', 'hint'];
      const text = await problemsOf(
        run('@stoplight/spectral-cli/dist/index.js', [...args, '--format', 'json', '--quiet']),
      );
      return (JSON.parse(text) as { code: string; message: string; path: string[] }[]).map(
        ({ code, message, path: place }) => `${code} at ${place.join('.')}: ${message}`,
      );
    };
    expect(await lint(file)).toEqual([]);
    expect((await lint(broken)).join('\n')).toContain('operation-tags');
  });

  test('Redocly', async () => {
    const lint = async (path: string) => {
      const args = ['lint', path, '--extends', 'recommended', '--format', 'json'];
      const { problems } = JSON.parse(await problemsOf(run('@redocly/cli/bin/cli.js', args))) as {
        problems: { ruleId: string; message: string }[];
      };
      return problems.map(({ ruleId, message }) => `${ruleId}: ${message}`);
    };
    expect(await lint(file)).toEqual([]);
    expect((await lint(broken)).join('\n')).toContain('info-license');
  });
});

const CLIENT = `
import type { components, operations } from './peerway.ts';

type PeeringRequest = components['schemas']['PeeringRequest'];
type Submission = components['schemas']['PeeringRequestSubmission'];
type Submitted = operations['submitPeeringRequest']['responses'][201]['content']['application/json'];

export const submit = async (
  send: (body: string) => Promise<Response>,
  vpcs: Omit<Submission, 'justification'>,
): Promise<PeeringRequest> => {
  const submission: Submission = { ...vpcs, justification: 'Settlement files go to the lake.' };
  const { data } = (await (await send(JSON.stringify(submission))).json()) as Submitted;
  return data;
};
`;

describe('openapi-typescript makes a client’s types:', () => {
  const compile = async (source: string) => {
    const path = join(folder, 'client.ts');
    writeFileSync(path, source);
    const strict = [
      '--strict',
      '--noEmit',
      '--ignoreConfig',
      '--allowImportingTsExtensions',
      '--module',
      'nodenext',
    ];
    const target = ['--target', 'es2024', '--lib', 'es2024,dom', '--types', ''];
    return problemsOf(run('typescript/bin/tsc', [...strict, ...target, path]));
  };

  beforeAll(async () => {
    const shim = new URL('./typescript-5.mjs', import.meta.url).href;
    const hook = `import { registerHooks } from 'node:module';
      registerHooks({ resolve: (name, context, next) => next(name === 'typescript' ? '${shim}' : name, context) });`;
    const output = join(folder, 'peerway.ts');
    const preload = ['--import', `data:text/javascript,${encodeURIComponent(hook)}`];
    await run('openapi-typescript/bin/cli.js', [file, '--output', output], preload);
  });

  test('they compile, and a client that names a wrong field doesn’t', async () => {
    expect(await compile(CLIENT)).toBe('');
    expect(await compile(CLIENT.replace('justification: ', 'reason: '))).toContain("'reason' does not exist");
  });

  test('a client submits a request with them', async () => {
    await compile(CLIENT);
    const { submit } = (await import(/* @vite-ignore */ join(folder, 'client.ts'))) as {
      submit: (
        send: (body: string) => Promise<Response>,
        vpcs: object,
      ) => Promise<{ id: string; status: string }>;
    };
    const request = await submit(
      (body) => signedFetch(PAYMENTS, `${journey.endpoints.api}/peering-requests`, { method: 'POST', body }),
      ACROSS,
    );
    expect(request.status).toBe('submitted');
    await journey.pass(30);
    expect(await journey.request(request.id)).toMatchObject({ status: 'pending-acceptance' });
  });
});
