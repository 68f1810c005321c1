import { DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import type { RequestId } from '../../functions/domain/request/peering-request.ts';
import type { RequestStatus } from '../../functions/domain/request/status.ts';
import { seededRandom } from '../../local/seeded-random.ts';
import { startStack } from '../../local/stack.ts';
import { TABLE_NAME } from '../../local/table.ts';
import type { Measure } from '../bench.ts';
import type { Row } from '../row.ts';
import { inProcess } from '../windows/in-process.ts';
import { createPairs } from '../windows/vpcs.ts';

const SOME = 200;
const MANY = 10_000;

const SEED = 20_260_302;
const DAY_MS = 86_400_000;
const OPENS_MS = 60_000;
const AT_ONCE = 8;

type Fate = { id: RequestId; status: RequestStatus; decision?: 'accept' | 'reject'; inMs: number };

/**
 * Runs many requests at once through seven days on the local stack. Half of them are decided at random times from a
 * seed, three of four accepted; the others expire. None may be lost. The figures are real time and the memory of the
 * process, which contains Step Functions, EC2, the inbox and all functions.
 */
export const manyWindows: Measure = async function* (progress, scale) {
  const count = scale.manyWindows ? MANY : SOME;
  const startedAt = performance.now();
  const quotas = { pendingQuota: 2 * count, activeQuota: 2 * count };
  const limits = { open_requests: 2 * count, submissions_per_hour: 2 * count };
  const stack = await startStack({ speed: 0, schedules: false, ec2: quotas, limits });
  try {
    const { clock, endpoints } = stack;
    await withoutStream();
    const people = inProcess(stack);
    const idle = process.memoryUsage.rss();
    const pairs = await createPairs(endpoints.ec2, count);
    const random = seededRandom(SEED);
    const fates: Fate[] = [];
    progress(`submitting ${count} requests`);
    const submitter = async (): Promise<void> => {
      for (let pair = pairs.pop(); pair; pair = pairs.pop()) {
        fates.push(fateOf(await people.submit(pair), random));
        if (fates.length % 1000 === 0) progress(`${fates.length} submitted`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, submitter));
    progress('opening the acceptance windows');
    await clock.advance(OPENS_MS);

    const opened = clock.now().getTime();
    const decided = fates.filter(({ decision }) => decision).sort((one, other) => one.inMs - other.inMs);
    for (const [index, { id, decision = 'accept', inMs }] of decided.entries()) {
      if (index % 100 === 0) progress(`day ${(inMs / DAY_MS).toFixed(1)}: ${index} decided`);
      await clock.advance(opened + inMs - clock.now().getTime());
      await people.decide(id, decision);
    }
    progress('running to the last deadline');
    await clock.advance(opened + 8 * DAY_MS - clock.now().getTime());
    let lost = 0;
    for (const { id, status } of fates) {
      const request = await people.request(id);
      if (request?.status !== status || request.concluded_as !== status) lost++;
    }
    const minutes = (performance.now() - startedAt) / 60_000;
    const megabytes = process.memoryUsage.rss() / 1e6;
    const row = rowOf(count);
    yield* [
      row('lost', lost, 'requests', null, '0'),
      row('minutes', minutes, 'minutes', null, 'no aim'),
      row('memory', megabytes, 'MB', idle / 1e6, 'no aim'),
    ];
  } finally {
    await stack.close();
  }
};

/**
 * The local engine's writes become slower with the number of records in its stream: five times as slow at 20,000, and
 * this bench would write about 300,000. AWS doesn't have this problem.
 */
const withoutStream = async (): Promise<void> => {
  const client = new DynamoDBClient({});
  await client.send(
    new UpdateTableCommand({ TableName: TABLE_NAME, StreamSpecification: { StreamEnabled: false } }),
  );
  client.destroy();
};

/** No decisions in the first hour, while emails are sent, or in the last, when they might be too late. */
const fateOf = (id: RequestId, random: () => number): Fate => {
  const inMs = 3_600_000 + random() * (7 * DAY_MS - 7_200_000);
  const isDecided = random() < 0.5;
  if (!isDecided) return { id, status: 'expired', inMs };
  return random() < 0.75
    ? { id, status: 'active', decision: 'accept', inMs }
    : { id, status: 'rejected', decision: 'reject', inMs };
};

const rowOf =
  (count: number) =>
  (name: string, value: number, unit: string, floor: number | null, aim: string): Row => ({
    name: `many windows: ${count.toLocaleString('en-US')}, ${name}`,
    value,
    unit,
    floor,
    ratio: floor === null ? null : value / floor,
    aim,
  });
