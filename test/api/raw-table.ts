import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  type NativeAttributeValue,
  PutCommand,
  paginateScan,
} from '@aws-sdk/lib-dynamodb';
import { type Item, toItem } from '../../functions/adapters/request-item.ts';
import { vpcKey } from '../../functions/adapters/table.ts';
import type { PeeringRequest } from '../../functions/domain/request/peering-request.ts';
import { TABLE_NAME, TRANSIENT_TABLE_NAME } from '../../local/table.ts';

export type RawItem = Record<string, NativeAttributeValue>;

/** The tables themselves, past all adapters. */
export type RawTable = {
  db: DynamoDBDocumentClient;
  /** Every item, in the order of the keys. */
  dump(): Promise<RawItem[]>;
  /** Puts records, and what they are listed by, as `create` does; their trails are left out. */
  put(requests: readonly PeeringRequest[]): Promise<void>;
};

const BATCH = 25;
const AT_ONCE = 8;

export const rawTable = (endpoint: string): RawTable => {
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: '999999999999', secretAccessKey: 'test' },
  });
  const db = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  return {
    db,
    dump: async () => {
      const items: RawItem[] = [];
      for (const TableName of [TABLE_NAME, TRANSIENT_TABLE_NAME]) {
        for await (const { Items = [] } of paginateScan({ client: db }, { TableName })) items.push(...Items);
      }
      return items.sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
    },
    put: async (requests) => {
      const batches = chunks(requests.flatMap(itemsOf), BATCH);
      const writer = async () => {
        for (let batch = batches.pop(); batch; batch = batches.pop()) {
          const puts = batch.map((Item) => ({ PutRequest: { Item } }));
          const { UnprocessedItems } = await db.send(
            new BatchWriteCommand({ RequestItems: { [TABLE_NAME]: puts } }),
          );
          if (UnprocessedItems?.[TABLE_NAME]?.length) throw new Error('The engine left items unwritten.');
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, writer));
    },
  };
};

/** Makes every link one of version 0.1, which kept them in the table of requests, without what it is between. */
export const moveLinksBack = async (endpoint: string): Promise<void> => {
  const { db, dump } = rawTable(endpoint);
  const links = (await dump()).filter(({ pk }) => String(pk).startsWith('LINK#'));
  for (const { between: _, ...Item } of links) {
    const { pk, sk } = Item;
    await db.send(new PutCommand({ TableName: TABLE_NAME, Item }));
    await db.send(new DeleteCommand({ TableName: TRANSIENT_TABLE_NAME, Key: { pk, sk } }));
  }
};

const keyOf = ({ pk, sk }: RawItem): string => `${pk}\n${sk}`;

const itemsOf = (request: PeeringRequest): Item[] => [
  toItem(request),
  ...[request.requester, request.accepter].map(({ vpc_id }) => ({
    ...vpcKey(vpc_id, request.created_at, request.id),
    request_id: request.id,
  })),
];

const chunks = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
