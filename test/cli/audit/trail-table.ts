import {
  type AttributeValue,
  BatchWriteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { type AuditEvent, CHAIN_START, sealEvent } from '../../../functions/domain/request/audit.ts';
import { TABLE_NAME } from '../../../local/table.ts';

type Item = Record<string, AttributeValue>;

/** A request's items as an administrator of the table sees and writes them, behind the back of all that guards them. */
export const trailTable = (endpoint: string, id: string) => {
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: '999999999999', secretAccessKey: 'local' },
  });
  const pk = `REQUEST#${id}`;
  const keyOf = (sequence: number) => ({ pk, sk: `EVENT#${String(sequence).padStart(6, '0')}` });

  const items = async (prefix = ''): Promise<Item[]> => {
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName: TABLE_NAME,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: marshall({ ':pk': pk, ':prefix': prefix }),
      }),
    );
    return Items;
  };
  const remove = async (keys: readonly { pk: unknown; sk: unknown }[]): Promise<void> => {
    const requests = keys.map(({ pk, sk }) => ({ DeleteRequest: { Key: marshall({ pk, sk }) } }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [TABLE_NAME]: requests } }));
  };

  return {
    /** Its events as they stand in the table, with their keys. */
    eventItems: () => items('EVENT#'),
    events: async (): Promise<AuditEvent[]> =>
      (await items('EVENT#')).map((item) => {
        const { pk: _, sk: __, ...event } = unmarshall(item);
        return event as AuditEvent;
      }),
    put: async (sequence: number, event: object): Promise<void> => {
      await client.send(
        new PutItemCommand({ TableName: TABLE_NAME, Item: marshall({ ...keyOf(sequence), ...event }) }),
      );
    },
    removeEvent: (sequence: number) => remove([keyOf(sequence)]),
    removeRequest: async () =>
      remove((await items()).map((item) => unmarshall(item) as { pk: string; sk: string })),
    /** What the record names as the hash of its last event. */
    setHead: async (head: string): Promise<void> => {
      await client.send(
        new UpdateItemCommand({
          TableName: TABLE_NAME,
          Key: marshall({ pk, sk: 'REQUEST' }),
          UpdateExpression: 'SET audit_head = :head',
          ExpressionAttributeValues: marshall({ ':head': head }),
        }),
      );
    },
  };
};

export type TrailTable = ReturnType<typeof trailTable>;

/** The trail with one thing different, and all of its hashes made anew: right in itself. */
export const rewritten = (
  events: readonly AuditEvent[],
  sequence: number,
  change: Partial<AuditEvent>,
): AuditEvent[] => {
  const chain: AuditEvent[] = [];
  for (const event of events) {
    const changed = { ...event, ...(event.sequence === sequence && change) };
    chain.push(sealEvent({ ...changed, prev_hash: chain.at(-1)?.hash ?? CHAIN_START }));
  }
  return chain;
};
