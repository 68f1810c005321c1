import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { builtStatusCodes } from '../../infra/bundles/built-status-codes.ts';
import { environmentCredentials } from '../../infra/bundles/environment-credentials.ts';
import { httpsOnFirstCall } from '../../infra/bundles/https-on-first-call.ts';
import { literalSchemaKeys, withLiteralKeys } from '../../infra/bundles/literal-schema-keys.ts';
import { noEventStreams } from '../../infra/bundles/no-event-streams.ts';
import { noSharedFiles, withoutSharedFiles } from '../../infra/bundles/no-shared-files.ts';
import { purePackages } from '../../infra/bundles/pure-packages.ts';
import { replaceOnce } from '../../infra/bundles/rewrite.ts';
import { BUNDLE_OPTIONS } from '../../infra/function-bundles.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const bundle = async (contents: string, plugins: Plugin[], options: BuildOptions = {}): Promise<string> => {
  const { outputFiles } = await build({
    ...BUNDLE_OPTIONS,
    sourcemap: false,
    logLevel: 'silent',
    stdin: { contents, resolveDir: ROOT },
    plugins,
    ...options,
    write: false,
  });
  return outputFiles[0]?.text ?? '';
};

describe('a schema of the SDK', () => {
  const SCHEMA = [
    'const _a = "anOperation";',
    'const _xN = "xmlName";',
    'import { TypeRegistry } from "@smithy/core/schema";',
    'var Plain = 64 | 0;',
    'export var Input$ = [3, n0, _a,',
    '    0, [_a], [[0, { [_xN]: _a }]]',
    '];',
  ];

  it('gets its keys written out, and stays the same otherwise', () => {
    expect(withLiteralKeys(SCHEMA.join('\n'))).toBe(SCHEMA.join('\n').replace('[_xN]:', '"xmlName":'));
  });

  it.each([
    ['export var Other$ = struct("Other", {});', /unknown form: export var Other\$/],
    ['register(Input$);', /unknown form: register/],
    ['const _made = make();', /unknown form: const _made/],
    [
      'export var Other$ = [3, n0, _a, 0, [_a], [[0, { [_other]: _a }]]];',
      /isn.t a constant of its file: _other/,
    ],
  ])('is refused with a line of a form that is not known: %s', (line, refusal) => {
    expect(() => withLiteralKeys([...SCHEMA, line].join('\n'))).toThrow(refusal);
  });

  it('has to be there', async () => {
    await expect(bundle('export const nothing = 0;', [literalSchemaKeys()])).rejects.toThrow(
      /No bundled file matches .*schemas/,
    );
  });
});

describe('the default credentials', () => {
  afterEach(() => void vi.unstubAllEnvs());

  const credentials = async (): Promise<unknown> => {
    const code = await bundle(`export { defaultProvider } from '@aws-sdk/credential-provider-node';`, [
      environmentCredentials(),
    ]);
    const exported: { exports?: { defaultProvider: (init: object) => () => Promise<unknown> } } = {};
    new Function('module', 'require', code)(exported, () => ({}));
    return exported.exports?.defaultProvider({})();
  };

  it('are those of the environment', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'a-secret');
    vi.stubEnv('AWS_SESSION_TOKEN', 'a-token');
    expect(await credentials()).toMatchObject({
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: 'a-secret',
      sessionToken: 'a-token',
    });
  });

  it('are no others', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    await expect(credentials()).rejects.toThrow('Unable to find environment variable credentials.');
  });
});

describe('a rewrite of a package', () => {
  it.each([
    ['event streams', noEventStreams, '@smithy/core/protocols', 'HttpProtocol'],
    ['HTTPS', httpsOnFirstCall, '@smithy/node-http-handler', 'NodeHttpHandler'],
    ['shared files', noSharedFiles, '@smithy/core/config', 'loadSharedConfigFiles'],
    ['status codes', builtStatusCodes, '@middy/http-json-body-parser', 'default as parser'],
  ])('of %s finds its file, or fails the build', async (_, plugin, from, name) => {
    await expect(bundle(`export { ${name} } from '${from}';`, [plugin()])).resolves.toBeTruthy();
    await expect(bundle('export const nothing = 0;', [plugin()])).rejects.toThrow(/No bundled file matches/);
  });

  it('fails where a package has other text than it knows', () => {
    expect(replaceOnce('one; two;', 'two', 'three')).toBe('one; three;');
    expect(() => replaceOnce('one; two;', 'three', 'four')).toThrow(/three/);
    expect(() => replaceOnce('two; two;', 'two', 'three')).toThrow(/two/);
    expect(() => withoutSharedFiles('export const another = 1;')).toThrow(/other exports: .*another/);
  });
});

it('The document client is left out where nothing of it is used.', async () => {
  const contents = `import { GetCommand } from '@aws-sdk/lib-dynamodb'; export const get = () => 0;`;
  expect((await bundle(contents, [purePackages()])).length).toBeLessThan(1000);
  expect((await bundle(`${contents} export { GetCommand };`, [purePackages()])).length).toBeGreaterThan(
    10_000,
  );
});
