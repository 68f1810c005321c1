import { DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynamodbDirectory } from '../../functions/adapters/dynamodb-directory.ts';
import { dynamodbLists } from '../../functions/adapters/dynamodb-lists.ts';
import { dynamodbMissingAccounts } from '../../functions/adapters/dynamodb-missing-accounts.ts';
import { dynamodbRequests } from '../../functions/adapters/dynamodb-requests.ts';
import { dynamodbReviews } from '../../functions/adapters/dynamodb-reviews.ts';
import { toItem } from '../../functions/adapters/request-item.ts';
import { digestMail } from '../../functions/domain/mail/network-team-mails.ts';
import { type BoardFilter, loadBoard } from '../../functions/domain/overview/board.ts';
import { loadDigest } from '../../functions/domain/overview/digest.ts';
import type { PeeringRequest, Side } from '../../functions/domain/request/peering-request.ts';
import { boardPage } from '../../functions/pages/views/board.ts';
import { startDynamodb } from '../../local/dynamodb.ts';
import { companyAccounts } from '../../local/seed-company.ts';
import { createTables, TABLE_NAME, TRANSIENT_TABLE_NAME } from '../../local/table.ts';
import type { Measure } from '../bench.ts';
import { unitsOf } from '../consumed-units.ts';
import { agedRequest } from '../growth/aged-requests.ts';
import { median } from '../median.ts';
import type { Row } from '../row.ts';

/** As many as two pages of the board, for the floor. */
const FEW = 100;
const MANY = 10_000;
const ACCOUNTS = 300;

const NOW = new Date('2026-03-02T10:00:00.000Z');
const WINDOW_MS = 7 * 86_400_000;

const WARM_UPS = 3;
const REPETITIONS = 9;
const PER_WRITE = 25;
const WRITES_AT_ONCE = 8;

/**
 * Measures what the network team reads with 10,000 open requests in 300 accounts: from the query to the page or the
 * mail. The floor is the same with 100 open requests.
 */
export const overview: Measure = async function* (progress) {
  const engine = await startDynamodb();
  try {
    const client = clientOf(engine.url);
    await createTables(client, companyAccounts(ACCOUNTS), NOW);
    // It would make writing many times slower, and has no part in reading.
    const StreamSpecification = { StreamEnabled: false };
    await client.send(new UpdateTableCommand({ TableName: TABLE_NAME, StreamSpecification }));
    const db = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
    const operations = operationsOn(db);
    progress(`writing ${FEW} open requests`);
    await write(db, openRequests(FEW));
    const floors = await measureAll(operations);
    progress(`writing ${MANY.toLocaleString('en-US')} open requests`);
    await write(db, openRequests(MANY));
    const figures = await measureAll(operations);
    for (const [name, { ms, units }] of figures) {
      const floor = floors.get(name) ?? { ms: 0, units: 0 };
      yield row(`${name}, time`, ms, floor.ms, 'ms', '≤ 1000 ms');
      yield row(`${name}, units`, units, floor.units, 'units', 'no aim');
    }
  } finally {
    await engine.close();
  }
};

const clientOf = (endpoint: string): DynamoDBClient =>
  new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: '999999999999', secretAccessKey: 'local' },
  });

type Operations = ReadonlyMap<string, () => Promise<unknown>>;

const operationsOn = (db: DynamoDBDocumentClient): Operations => {
  const clock = () => NOW;
  const lists = dynamodbLists(db, TABLE_NAME);
  const directory = dynamodbDirectory(db, TABLE_NAME, clock);
  const reviews = dynamodbReviews(db, TABLE_NAME);
  const missingAccounts = dynamodbMissingAccounts(db, TRANSIENT_TABLE_NAME, clock);
  const requests = dynamodbRequests(db, TABLE_NAME, TRANSIENT_TABLE_NAME, clock);
  const expires_at = new Date(NOW.getTime() + 3_600_000).toISOString();
  const board = (filter: BoardFilter) => async () => {
    const found = await loadBoard(filter, { lists, directory, clock });
    return String(await boardPage({ ...found, filter, token: 'token', expires_at, now: NOW }).document);
  };
  return new Map<string, () => Promise<unknown>>([
    ['the board', board({})],
    ['the board of an account', board({ account: 'identity-prod' })],
    ['the board, stuck requests', board({ stuck: true })],
    [
      'the digest',
      async () => {
        const digest = await loadDigest({ requests, lists, reviews, directory, missingAccounts, clock });
        return digestMail(digest, { url: 'https://api.example/board/token', expires_at });
      },
    ],
    ['a page of a list', () => lists.page({ sort: 'newest' }, 25)],
  ]);
};

/** Pending requests between the company's accounts, whose windows end at even distances. */
const openRequests = (count: number): PeeringRequest[] => {
  const sides = companyAccounts(ACCOUNTS).flatMap(({ account_id: owner_id, vpcs }) =>
    vpcs.map(({ vpc_id, region }): Side => ({ vpc_id: vpc_id as Side['vpc_id'], owner_id, region })),
  );
  const sideAt = (n: number): Side => sides[n % sides.length] as Side;
  return Array.from({ length: count }, (_, n) => {
    const left = (WINDOW_MS * (n + 1)) / (count + 1);
    const opened_at = new Date(NOW.getTime() + left - WINDOW_MS).toISOString();
    return {
      ...agedRequest(n),
      status: 'pending-acceptance',
      concluded_as: undefined as never,
      requester: sideAt(n),
      accepter: sideAt(n * 7 + 1),
      created_at: opened_at,
      updated_at: opened_at,
      opened_at,
      expires_at: new Date(NOW.getTime() + left).toISOString(),
    } satisfies PeeringRequest;
  });
};

const write = async (db: DynamoDBDocumentClient, requests: readonly PeeringRequest[]): Promise<void> => {
  const batches = Array.from({ length: Math.ceil(requests.length / PER_WRITE) }, (_, n) =>
    requests.slice(n * PER_WRITE, (n + 1) * PER_WRITE),
  );
  const writer = async (): Promise<void> => {
    for (let batch = batches.pop(); batch; batch = batches.pop()) {
      const puts = batch.map((request) => ({ PutRequest: { Item: toItem(request) } }));
      await db.send(new BatchWriteCommand({ RequestItems: { [TABLE_NAME]: puts } }));
    }
  };
  await Promise.all(Array.from({ length: WRITES_AT_ONCE }, writer));
};

type Figures = { ms: number; units: number };

const measureAll = async (operations: Operations): Promise<Map<string, Figures>> => {
  const figures = new Map<string, Figures>();
  for (const [name, run] of operations) {
    const times: number[] = [];
    for (let turn = 0; turn < WARM_UPS + REPETITIONS; turn++) {
      const startedAt = performance.now();
      await run();
      if (turn >= WARM_UPS) times.push(performance.now() - startedAt);
    }
    figures.set(name, { ms: median(times), units: await unitsOf(run) });
  }
  return figures;
};

const row = (name: string, value: number, floor: number, unit: string, aim: string): Row => ({
  name: `overview: ${MANY.toLocaleString('en-US')} open, ${name}`,
  value,
  unit,
  floor,
  ratio: value / floor,
  aim,
});
