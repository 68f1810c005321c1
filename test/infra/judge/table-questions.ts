import type { Question } from './judge.ts';

/**
 * What DynamoDB takes for the keys of a transaction, of which AWS documents nothing: those of each item alone, of
 * all items of the same action, or of all items, whichever table they are in.
 */
export const READINGS = ['each item', 'each action', 'the transaction'] as const;
export type Reading = (typeof READINGS)[number];

type Attributes = Record<string, { S?: string }>;
type Write = { TableName?: string; Key?: Attributes; Item?: Attributes };

type Body = Write & {
  IndexName?: string;
  KeyConditionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Attributes;
  RequestItems?: Record<string, { Keys: Attributes[] }>;
  TransactItems?: Record<string, Write>[];
};

/** What DynamoDB asks IAM about a call of its API. */
export const tableQuestions = (
  who: string,
  operation: string,
  body: Body,
  { arnOf, owner }: { arnOf: (tableName: string) => string; owner: string },
  reading: Reading,
): Question[] => {
  const ask = (
    tableName: string | undefined,
    action: string,
    keys: readonly string[],
    more: Question['context'] = {},
    index?: string,
  ): Question => ({
    who,
    action: `dynamodb:${action}`,
    resource: `${arnOf(tableName ?? '')}${index ? `/index/${index}` : ''}`,
    owner,
    context: { 'dynamodb:LeadingKeys': [...new Set(keys)], ...more },
  });
  switch (operation) {
    case 'GetItem':
    case 'PutItem':
    case 'UpdateItem':
    case 'DeleteItem':
      return [ask(body.TableName, operation, [keyOf(body)])];
    case 'BatchGetItem':
      return Object.entries(body.RequestItems ?? {}).map(([tableName, { Keys }]) =>
        ask(
          tableName,
          operation,
          Keys.map((Key) => keyOf({ Key })),
        ),
      );
    case 'Query':
      return [ask(body.TableName, operation, [queriedKeyOf(body)], {}, body.IndexName)];
    case 'TransactWriteItems': {
      const writes = (body.TransactItems ?? []).flatMap((item) =>
        Object.entries(item).map(([verb, write]) => ({
          tableName: write.TableName,
          action: WRITES[verb] ?? verb,
          key: keyOf(write),
        })),
      );
      return writes.map(({ tableName, action, key }) => {
        const together = writes.filter((each) => reading === 'the transaction' || each.action === action);
        const keys = reading === 'each item' ? [key] : together.map((each) => each.key);
        return ask(tableName, action, keys, { 'dynamodb:EnclosingOperation': [operation] });
      });
    }
    default:
      throw new Error(`What does DynamoDB ask IAM about ${operation}?`);
  }
};

const WRITES: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
};

const keyOf = ({ Key, Item }: Write): string => {
  const key = (Key ?? Item)?.['pk']?.S;
  if (key === undefined) throw new Error(`An item without pk: ${JSON.stringify(Key ?? Item)}`);
  return key;
};

const queriedKeyOf = (body: Body): string => {
  const value = /^[#\w]+ = (:\w+)/.exec(body.KeyConditionExpression ?? '')?.[1] ?? '';
  const key = body.ExpressionAttributeValues?.[value]?.S;
  if (key === undefined) throw new Error(`A query without a partition: ${body.KeyConditionExpression}`);
  return key;
};
