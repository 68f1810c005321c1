import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SchemaRef } from '@smithy/types';
import { build } from 'esbuild';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { sdkUseOf } from '../../infra/bundles/sdk-use.ts';
import { BUNDLE_OPTIONS, bundlePlugins } from '../../infra/function-bundles.ts';
import { bundledFunctions } from './template/bundled.ts';
import { answer, failure } from './wire/answers.ts';
import { clientOf, type Sdk } from './wire/client.ts';
import { fullValue, partialValue } from './wire/values.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

// At the top, because the tests are made of it.
const scratch = mkdtempSync(join(tmpdir(), 'peerway-wire-'));
const { outdir, entries } = await bundledFunctions();
const used = new Map<string, Set<string>>();
for (const entry of entries) {
  for (const [from, names] of sdkUseOf(join(outdir, entry, 'index.cjs'))) {
    if (!from.includes('/client-')) continue;
    const all = used.get(from) ?? new Set();
    for (const name of names) all.add(name);
    used.set(from, all);
  }
}

const CLIENTS = [...used].map(([from, names]) => {
  const client = [...names].find((name) => name.endsWith('Client')) ?? '';
  return {
    from,
    service: client.replace(/Client$/, ''),
    commands: [...names].filter((name) => name.endsWith('Command')).sort(),
  };
});

afterAll(() => rmSync(scratch, { recursive: true }));

/** A client and its commands as the functions' bundles have them. */
const reduced = async (from: string, names: readonly string[]): Promise<Sdk> => {
  const outfile = join(scratch, `${from.replaceAll('/', '-')}.cjs`);
  const contents = `export { ${names.join(', ')} } from '${from}';`;
  await build({
    ...BUNDLE_OPTIONS,
    sourcemap: false,
    plugins: bundlePlugins(),
    stdin: { contents, resolveDir: ROOT },
    outfile,
  });
  return import(outfile);
};

describe.each(CLIENTS)('$from', ({ from, service, commands }) => {
  let whole: Sdk;
  let ours: Sdk;

  beforeAll(async () => {
    // Signatures tell the time.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 1) });
    whole = await import(from);
    ours = await reduced(from, [`${service}Client`, `${service}ServiceException`, ...commands]);
  });
  afterAll(() => void vi.useRealTimers());

  /** What an operation takes and gives, as the whole package tells it. */
  const schemaOf = (command: string) => {
    const operation = command.replace(/Command$/, '');
    const [, , , , input, output] = whole[`${operation}$`] as [0, 0, 0, 0, () => SchemaRef, () => SchemaRef];
    return { operation, input: input(), output: output() };
  };

  const both = () => [whole, ours].map((sdk) => clientOf(sdk, service)) as [Caller, Caller];
  type Caller = ReturnType<typeof clientOf>;

  it.each(commands)('%s: sends the same, and understands the same', async (command) => {
    const [one, other] = both();
    const { operation, input, output } = schemaOf(command);
    const inputs = fc.oneof(fullValue(input), partialValue(input)) as fc.Arbitrary<object>;
    const outputs = fullValue(output) as fc.Arbitrary<Record<string, unknown>>;
    await fc.assert(
      fc.asyncProperty(inputs, outputs, async (asked, given) => {
        const answered = () => answer(one.protocol, operation, output, given);
        const expected = await one.call(command, asked, answered);
        expect(expected).toMatchObject({ sent: [{}], output: given });
        expect(await other.call(command, asked, answered)).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });

  it('takes every error that the service has for the same', async () => {
    const [one, other] = both();
    const [command = ''] = commands;
    const known = Object.values(whole).filter(
      (each): each is SchemaRef => Array.isArray(each) && each[0] === -3,
    );
    for (const error of [...known, 'AnUnknownCode']) {
      const values = typeof error === 'string' ? fc.constant({}) : fullValue(error);
      const input = partialValue(schemaOf(command).input);
      await fc.assert(
        fc.asyncProperty(input, values as fc.Arbitrary<Record<string, unknown>>, async (asked, given) => {
          const answered = () => failure(one.protocol, error, given);
          const expected = await one.call(command, asked, answered);
          expect(expected.error).toMatchObject({ isOurs: true, $metadata: { httpStatusCode: 400 } });
          expect(await other.call(command, asked, answered)).toEqual(expected);
        }),
        { numRuns: 5 },
      );
    }
  });
});
