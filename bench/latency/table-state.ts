import {
  type AttributeValue,
  BatchWriteItemCommand,
  DynamoDBClient,
  paginateScan,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { TABLE_NAME, TRANSIENT_TABLE_NAME } from '../../local/table.ts';

type Item = Record<string, AttributeValue>;

const BATCH = 25;

const keyOf = ({ pk, sk }: Item): string => `${pk?.S}\n${sk?.S}`;

const readAll = async (client: DynamoDBClient, TableName: string): Promise<Map<string, Item>> => {
  const items = new Map<string, Item>();
  for await (const { Items = [] } of paginateScan({ client }, { TableName })) {
    for (const item of Items) items.set(keyOf(item), item);
  }
  return items;
};

/** Saves the content of both tables. Returns a function that restores it. */
export const saveTables = async (): Promise<() => Promise<void>> => {
  const client = new DynamoDBClient({});
  const restorers = await Promise.all(
    [TABLE_NAME, TRANSIENT_TABLE_NAME].map((table) => saveTable(client, table)),
  );
  return async () => {
    await Promise.all(restorers.map((restore) => restore()));
  };
};

const saveTable = async (client: DynamoDBClient, table: string): Promise<() => Promise<void>> => {
  const saved = new Map(
    [...(await readAll(client, table))].map(([key, item]) => [key, { item, text: JSON.stringify(item) }]),
  );
  return async () => {
    const found = await readAll(client, table);
    const added = [...found].filter(([key]) => !saved.has(key));
    const changed = [...saved].filter(([key, { text }]) => JSON.stringify(found.get(key)) !== text);
    const writes: WriteRequest[] = [
      ...added.map(([, { pk, sk }]) => ({ DeleteRequest: { Key: { pk, sk } as Item } })),
      ...changed.map(([, { item }]) => ({ PutRequest: { Item: item } })),
    ];
    for (let first = 0; first < writes.length; first += BATCH) {
      const RequestItems = { [table]: writes.slice(first, first + BATCH) };
      await client.send(new BatchWriteItemCommand({ RequestItems }));
    }
  };
};
