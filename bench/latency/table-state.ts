import {
  type AttributeValue,
  BatchWriteItemCommand,
  DynamoDBClient,
  paginateScan,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { TABLE_NAME } from '../../local/table.ts';

type Item = Record<string, AttributeValue>;

const BATCH = 25;

const keyOf = ({ pk, sk }: Item): string => `${pk?.S}\n${sk?.S}`;

const dump = async (client: DynamoDBClient): Promise<Map<string, Item>> => {
  const items = new Map<string, Item>();
  for await (const { Items = [] } of paginateScan({ client }, { TableName: TABLE_NAME })) {
    for (const item of Items) items.set(keyOf(item), item);
  }
  return items;
};

/** Keeps the whole table as it is now. Returns how to bring it back to that. */
export const keepTable = async (): Promise<() => Promise<void>> => {
  const client = new DynamoDBClient({});
  const kept = new Map(
    [...(await dump(client))].map(([key, item]) => [key, { item, text: JSON.stringify(item) }]),
  );
  return async () => {
    const found = await dump(client);
    const added = [...found].filter(([key]) => !kept.has(key));
    const changed = [...kept].filter(([key, { text }]) => JSON.stringify(found.get(key)) !== text);
    const writes: WriteRequest[] = [
      ...added.map(([, { pk, sk }]) => ({ DeleteRequest: { Key: { pk, sk } as Item } })),
      ...changed.map(([, { item }]) => ({ PutRequest: { Item: item } })),
    ];
    for (let first = 0; first < writes.length; first += BATCH) {
      const RequestItems = { [TABLE_NAME]: writes.slice(first, first + BATCH) };
      await client.send(new BatchWriteItemCommand({ RequestItems }));
    }
  };
};
