import { DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { dynamodbLists } from '../../functions/adapters/dynamodb-lists.ts';
import { SHARDS } from '../../functions/adapters/table.ts';
import type { PeeringRequest, RequestId } from '../../functions/domain/request/peering-request.ts';
import type { RequestFilter } from '../../functions/domain/request/ports.ts';
import { startDynamodb } from '../../local/dynamodb.ts';
import { VPC } from '../../local/seed.ts';
import { createTables, TABLE_NAME } from '../../local/table.ts';
import { aRequest } from '../domain/a-request.ts';
import { ANALYTICS, DAY, PAYMENTS } from '../journey/journey.ts';
import { type Consumed, meterOf } from './consumed-capacity.ts';
import { rawTable } from './raw-table.ts';

/** More than two pages of the list that reads the most. */
const FEW = 200;
const MOST = 1_000_000;
/** Of few requests, every partition that is read holds more than a page. */
const PAGE_SIZE = 10;

const NOW = new Date('2026-03-02T09:00:00.000Z');
const at = (seconds: number): string => new Date(NOW.getTime() + seconds * 1000).toISOString();

const PAYMENTS_US = { vpc_id: VPC.paymentsUs, owner_id: PAYMENTS, region: 'us-east-1' };
const ANALYTICS_EU = { vpc_id: VPC.analyticsEu, owner_id: ANALYTICS, region: 'eu-west-1' };

/**
 * The nth newest request, which is also the nth to expire. Shards, then statuses, then directions take turns, so
 * that what a page reads looks the same however many older ones there are. All items are of one size.
 */
const nthRequest = (n: number): PeeringRequest => {
  const id: RequestId = `pr-0${String(MOST - n).padStart(24, '0')}${n % SHARDS}`;
  const isPending = Math.floor(n / SHARDS) % 2 === 0;
  const isOurs = Math.floor(n / SHARDS / 2) % 2 === 0;
  return aRequest({
    id,
    status: isPending ? 'pending-acceptance' : 'rejected',
    ...(!isPending && { concluded_as: 'rejected' }),
    requester: isOurs ? PAYMENTS_US : ANALYTICS_EU,
    accepter: isOurs ? ANALYTICS_EU : PAYMENTS_US,
    created_at: at(-n),
    updated_at: at(-n),
    opened_at: at(-n),
    expires_at: at(DAY + n),
  });
};

const SHAPES: Record<string, RequestFilter> = {
  all: { sort: 'newest' },
  'by status': { sort: 'newest', status: 'rejected' },
  'pending, newest first': { sort: 'newest', status: 'pending-acceptance' },
  'by VPC': { sort: 'newest', vpc_id: VPC.paymentsUs },
  'by requester': { sort: 'newest', requester_owner_id: PAYMENTS },
  'by accepter': { sort: 'newest', peer_owner_id: PAYMENTS },
  'soonest to expire': { sort: 'expiring' },
  'expiring within two days': { sort: 'expiring', expires_before: at(2 * DAY) },
  'own account': { sort: 'newest', visible_to: PAYMENTS },
  'own account, by status': { sort: 'newest', visible_to: PAYMENTS, status: 'rejected' },
  'own account, by VPC': { sort: 'newest', visible_to: PAYMENTS, vpc_id: VPC.analyticsEu },
  'own account, soonest to expire': { sort: 'expiring', visible_to: PAYMENTS },
  'a filter that nothing passes': { sort: 'newest', visible_to: PAYMENTS, status: 'failed' },
};

type Figures = { 'first page': Consumed; 'second page': Consumed };

/** A page of each list costs the same in a table of few and of many requests. */
export const testCapacity = (many: number): void => {
  test(`a page of each list costs the same with ${FEW} and with ${many} requests in the table`, async () => {
    const dynamodb = await startDynamodb();
    onTestFinished(() => dynamodb.close());
    const client = new DynamoDBClient({
      endpoint: dynamodb.url,
      region: 'us-east-1',
      credentials: { accessKeyId: '999999999999', secretAccessKey: 'test' },
    });
    await createTables(client, [], NOW);
    // The stream has no part in reading, and makes writing many times slower.
    const StreamSpecification = { StreamEnabled: false };
    await client.send(new UpdateTableCommand({ TableName: TABLE_NAME, StreamSpecification }));
    const table = rawTable(dynamodb.url);
    const { db } = rawTable(dynamodb.url);
    const meter = meterOf(db);
    const lists = dynamodbLists(db, TABLE_NAME);

    const figuresOf = async (filter: RequestFilter): Promise<Figures> => {
      const first = await lists.page(filter, PAGE_SIZE);
      const firstCost = meter.take();
      expect(first.next).toBeDefined();
      const second = await lists.page(filter, PAGE_SIZE, first.next);
      const isFull = [first, second].every(({ items }) => items.length === PAGE_SIZE);
      expect(isFull).toBe(filter.status !== 'failed');
      return { 'first page': firstCost, 'second page': meter.take() };
    };
    const allFigures = async (): Promise<Record<string, Figures>> => {
      const figures: Record<string, Figures> = {};
      for (const [shape, filter] of Object.entries(SHAPES)) figures[shape] = await figuresOf(filter);
      return figures;
    };

    await table.put(Array.from({ length: FEW }, (_, n) => nthRequest(n)));
    const withFew = await allFigures();
    await table.put(Array.from({ length: many - FEW }, (_, n) => nthRequest(FEW + n)));
    const withMany = await allFigures();

    process.stdout.write(tableOf(many, withFew, withMany));
    expect(withMany).toEqual(withFew);
    for (const { 'first page': first, 'second page': second } of Object.values(withMany)) {
      for (const { items_read, capacity_units } of [first, second]) {
        expect(capacity_units).toBeGreaterThan(0);
        expect(items_read).toBeLessThan(FEW);
      }
    }
  });
};

const tableOf = (count: number, few: Record<string, Figures>, many: Record<string, Figures>): string => {
  const cell = ({ items_read, capacity_units, calls }: Consumed) =>
    `${items_read} items, ${capacity_units} units, ${calls} calls`;
  const rows = Object.entries(few).flatMap(([shape, figures]) =>
    (['first page', 'second page'] as const).map((page) => {
      const other = many[shape]?.[page];
      return [`${shape}, ${page}`, cell(figures[page]), other ? cell(other) : ''];
    }),
  );
  const head = [`a page of ${PAGE_SIZE}`, `of ${FEW} requests`, `of ${count} requests`];
  return `${[head, ...rows].map((row) => row.map((column) => column.padEnd(46)).join('')).join('\n')}\n`;
};
