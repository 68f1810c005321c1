import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NormalizedSchema } from '@smithy/core/schema';
import type { StaticStructureSchema } from '@smithy/types';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { OPENAPI } from '../../functions/edge/contract/built-documents.ts';
import { DEFAULT_ROUTE, ROUTES } from '../../functions/routes.ts';
import { sdkUseOf } from '../../infra/bundles/sdk-use.ts';
import { bundledFunctions } from './template/bundled.ts';

const FUNCTIONS = fileURLToPath(new URL('../../functions/', import.meta.url));

const entriesIn = (folder: string): string[] =>
  globSync(`${folder}/*.ts`, { cwd: FUNCTIONS }).map((file) => file.replace(/\.ts$/, ''));

const TASKS = entriesIn('tasks');
const ENTRIES = [
  ...new Set([
    ...[...ROUTES, DEFAULT_ROUTE].map(({ entry }) => entry),
    ...TASKS,
    ...['schedules', 'streams'].flatMap(entriesIn),
  ]),
].sort();

/** Whose answers are made when they are bundled. */
const BUILT = ['api/directory-schema', 'api/openapi', 'pages/show-reference'];
const NOT_BUILT = ENTRIES.filter((entry) => !BUILT.includes(entry));

const OPERATIONS = Object.entries(OPENAPI.paths).flatMap(([path, methods]) =>
  Object.entries(methods as object).map(([method, { operationId, summary }]) => ({
    route: `${method.toUpperCase()} ${path}`,
    operationId,
    summary,
  })),
);

/** What each client is for, in the names of wiring.ts: a function that asks for none of them has no use for it. */
const USES = {
  'client-dynamodb': [
    'bookmarks',
    'cursors',
    'directory',
    'directoryStore',
    'links',
    'lists',
    'preflight',
    'requests',
  ],
  'client-ec2': ['connections', 'preflight', 'routeTables', 'vpcs'],
  'client-eventbridge': ['eventBus'],
  'client-sesv2': ['mailer'],
  'client-sfn': ['executions', 'taskTokens'],
  'client-sns': ['announcements'],
} as const;

/** What a function asks wiring.ts for. */
const wiredIn = (entry: string): string[] => {
  const source = readFileSync(`${FUNCTIONS}${entry}.ts`, 'utf8');
  const [, names = ''] = /import \{([^}]*)\} from '\.\.\/wiring\.ts'/.exec(source) ?? [];
  return names.split(',').map((name) => name.trim());
};

type Operation = { name: string; input: string; hasEventStream: boolean };

type Shape = () => StaticStructureSchema;

/** All that a service can do, as its client's schemas name it, and what that takes. */
const operationsOf = async (client: string): Promise<Operation[]> =>
  Object.values((await import(client)) as Record<string, unknown>).flatMap((exported) => {
    if (!Array.isArray(exported) || exported[0] !== 9) return [];
    const [, , name, , input, output] = exported as [9, string, string, unknown, Shape, Shape];
    const hasEventStream = [input, output].some((shape) =>
      NormalizedSchema.of(shape()).getEventStreamMember(),
    );
    return { name, input: String(input()[2]), hasEventStream };
  });

/** Every variable that the stack may set. */
const VARIABLES = [...readFileSync(`${FUNCTIONS}variables.ts`, 'utf8').matchAll(/^ {2}\| '([A-Z_]+)'/gm)].map(
  ([, name = '']) => name,
);

let scratch: string;
let outdir: string;
let bundled: readonly string[];

const bundleOf = (entry: string): string => join(outdir, entry, 'index.cjs');

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'peerway-script-'));
  ({ outdir, entries: bundled } = await bundledFunctions());
});

afterAll(() => rmSync(scratch, { recursive: true }));

/** Runs code that sends one message, in a process that knows the variables given and no others. */
const answerOf = async <Answer>(code: string, env: Record<string, string> = {}): Promise<Answer> => {
  const script = join(scratch, 'script.mjs');
  writeFileSync(script, code);
  const child = fork(script, [], {
    execPath: process.execPath,
    execArgv: [],
    cwd: scratch,
    env,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = once(child, 'exit').then(() => [new Error(`the process sent no answer: ${said}`)]);
  const [answer] = await Promise.race([once(child, 'message'), ended]);
  child.kill();
  if (answer instanceof Error) throw answer;
  return answer as Answer;
};

describe('the bundles', () => {
  it('are there for every route, every task, every schedule and every stream, and for nothing else', () => {
    expect(bundled.toSorted()).toEqual(ENTRIES);
    for (const entry of ENTRIES) expect(existsSync(bundleOf(entry)), entry).toBe(true);
  });

  it('load in a fresh process without a variable set or a package installed, each with its handler', async () => {
    const handlers = await answerOf<Record<string, string>>(`
      const handlers = {};
      for (const entry of ${JSON.stringify(ENTRIES)}) {
        try {
          handlers[entry] = typeof (await import(${JSON.stringify(outdir)} + '/' + entry + '/index.cjs')).handler;
        } catch (error) {
          handlers[entry] = String(error);
        }
      }
      process.send(handlers);
    `);
    expect(handlers).toEqual(Object.fromEntries(ENTRIES.map((entry) => [entry, 'function'])));
  });
});

describe('a bundle', () => {
  const sourcesOf = (entry: string): string[] =>
    (JSON.parse(readFileSync(`${bundleOf(entry)}.map`, 'utf8')) as { sources: string[] }).sources;

  it.each(ENTRIES)('carries the clients that its function calls, and no other: %s', (entry) => {
    const wired = wiredIn(entry);
    const called = Object.entries(USES)
      .filter(([, names]) => names.some((name) => wired.includes(name)))
      .map(([client]) => client);
    const carried = Object.keys(USES).filter((client) =>
      sourcesOf(entry).some((source) => source.includes(`/@aws-sdk/${client}/`)),
    );
    expect(carried).toEqual(called);
  });

  it.each(ENTRIES)('carries the operations that its function may call, and no other: %s', async (entry) => {
    const text = readFileSync(bundleOf(entry), 'utf8');
    for (const [from, names] of sdkUseOf(bundleOf(entry))) {
      if (!from.includes('/client-')) continue;
      const called = names.flatMap((name) => /^(\w+)Command$/.exec(name)?.[1] ?? []);
      // How a client signs may depend on operations, too, so that a name alone is no operation.
      const carried = (await operationsOf(from)).filter(
        ({ name, input }) => text.includes(`"${name}"`) && text.includes(`"${input}"`),
      );
      expect(carried.map(({ name }) => name).sort(), from).toEqual(called.sort());
    }
  });

  it.each(ENTRIES)('takes its credentials from the environment, and knows no other source: %s', (entry) => {
    const sources = sourcesOf(entry).flatMap((source) => /@aws-sdk\/([\w-]+)\//.exec(source)?.[1] ?? []);
    const others = /^(?:credential-provider-(?!env$|node$)|nested-clients|token-providers)/;
    expect(sources.filter((source) => others.test(source))).toEqual([]);
  });

  it.each(ENTRIES)('calls no operation with an event stream, which none could read: %s', async (entry) => {
    for (const [from, names] of sdkUseOf(bundleOf(entry))) {
      if (!from.includes('/client-')) continue;
      const called = (await operationsOf(from)).filter(({ name }) => names.includes(`${name}Command`));
      expect(called.filter(({ hasEventStream }) => hasEventStream)).toEqual([]);
    }
  });

  it('loads Node.js’s network modules with its first client, and not before', async () => {
    const loaded = await answerOf<Record<string, string[]>>(`
      import { createRequire } from 'node:module';
      const before = new Set(process.moduleLoadList);
      const require = createRequire(import.meta.url);
      for (const entry of ${JSON.stringify(ENTRIES)}) require(${JSON.stringify(outdir)} + '/' + entry + '/index.cjs');
      const network = ['net', 'http', 'https', 'tls', 'http2'].map((name) => 'NativeModule ' + name);
      process.send({ loaded: process.moduleLoadList.filter((name) => !before.has(name) && network.includes(name)) });
    `);
    expect(loaded).toEqual({ loaded: [] });
  });

  it.each(BUILT)(
    'of %s carries what was made when it was bundled, and nothing that makes it',
    async (entry) => {
      vi.stubEnv('BASE_URL', 'https://api.example');
      expect(sourcesOf(entry).filter((file) => /\/built-/.test(file))).toHaveLength(1);
      expect(
        sourcesOf(entry).filter((file) => /scalar|marked|hono|contract\/(?!built-)|zod/.test(file)),
      ).toEqual([]);
      const [served, bundled] = await Promise.all(
        [`${FUNCTIONS}${entry}.ts`, bundleOf(entry)].map(async (file) => {
          const { handler } = await import(/* @vite-ignore */ file);
          return handler({ headers: { 'accept-encoding': 'gzip' } }, {});
        }),
      );
      expect(bundled).toEqual(served);
      vi.unstubAllEnvs();
    },
  );

  it.each(NOT_BUILT)('carries nothing that was made when it was bundled: %s', (entry) => {
    expect(sourcesOf(entry).filter((file) => /\/built-/.test(file))).toEqual([]);
  });

  it.each(NOT_BUILT)('carries its own contract alone, without what only documents it: %s', (entry) => {
    const text = readFileSync(bundleOf(entry), 'utf8');
    const routes = ROUTES.filter((route) => route.entry === entry).map(
      ({ method, path }) => `${method} ${path}`,
    );
    const carried = OPERATIONS.filter(({ operationId }) => text.includes(`"${operationId}"`));
    expect(carried).toEqual(OPERATIONS.filter(({ route }) => routes.includes(route)));
    expect(OPERATIONS.filter(({ summary }) => text.includes(summary))).toEqual([]);
  });

  it('makes no format of Intl when it is imported, which would load all data about languages', async () => {
    const made = await answerOf<string[]>(
      `
      const made = [];
      let current;
      for (const name of ['Collator', 'DateTimeFormat', 'ListFormat', 'NumberFormat', 'PluralRules', 'RelativeTimeFormat', 'Segmenter'])
        Intl[name] = new Proxy(Intl[name], {
          construct: (target, args) => {
            made.push(current + ': Intl.' + name);
            return Reflect.construct(target, args);
          },
        });
      for (current of ${JSON.stringify(ENTRIES)}) await import(${JSON.stringify(outdir)} + '/' + current + '/index.cjs');
      process.send(made);
      `,
      {},
    );
    expect(made).toEqual([]);
  });

  it('of a function that only reads has no EC2 client; that of CreatePeering has', () => {
    // The name under which EC2 lists its service, and the version of its API.
    const marks = ['AmazonEC2', '2016-11-15'];
    const has = (entry: string) => marks.map((mark) => readFileSync(bundleOf(entry), 'utf8').includes(mark));
    expect(has('api/get-request')).toEqual([false, false]);
    expect(has('tasks/create-peering')).toEqual([true, true]);
  });
});

describe('an error in a bundle', () => {
  /** A DynamoDB in which nothing is. */
  const empty = createServer((_, response) => {
    response.setHeader('content-type', 'application/x-amz-json-1.0').end('{}');
  });

  beforeAll(async () => {
    empty.listen(0, '127.0.0.1');
    await once(empty, 'listening');
  });
  afterAll(() => void empty.close());

  it('bears the name that the state machine matches, minified or not', async () => {
    const { port } = empty.address() as AddressInfo;
    const names = await answerOf<Record<string, string>>(
      `
      const names = {};
      for (const entry of ${JSON.stringify(TASKS)}) {
        const { handler } = await import(${JSON.stringify(outdir)} + '/' + entry + '/index.cjs');
        const input = { request_id: 'pr-01KJQ3Z9V8A1B2C3D4E5F6G7H8', task_token: 'token' };
        try {
          names[entry] = await handler(input, { awsRequestId: '1', functionName: entry, getRemainingTimeInMillis: () => 60000 });
        } catch (error) {
          names[entry] = error.name;
        }
      }
      process.send(names);
      `,
      {
        ...Object.fromEntries(VARIABLES.map((name) => [name, 'set'])),
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}`,
      },
    );
    expect(names).toEqual(Object.fromEntries(TASKS.map((task) => [task, 'NotFoundError'])));
  });
});
