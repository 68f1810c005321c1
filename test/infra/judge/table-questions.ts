import type { Question } from './judge.ts';

/**
 * What DynamoDB takes for the keys of a transaction, of which AWS documents nothing: those of each item alone, of
 * all items of the same action, or of all items.
 */
export const READINGS = ['each item', 'each action', 'the transaction'] as const;
export type Reading = (typeof READINGS)[number];

type Attributes = Record<string, { S?: string }>;
type Write = { Key?: Attributes; Item?: Attributes };

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
  { tableArn, owner }: { tableArn: string; owner: string },
  reading: Reading,
): Question[] => {
  const ask = (action: string, keys: readonly string[], more = {}, resource = tableArn): Question => ({
    who,
    action: `dynamodb:${action}`,
    resource,
    owner,
    context: { 'dynamodb:LeadingKeys': [...new Set(keys)], ...more },
  });
  switch (operation) {
    case 'GetItem':
    case 'PutItem':
    case 'UpdateItem':
    case 'DeleteItem':
      return [ask(operation, [keyOf(body)])];
    case 'BatchGetItem': {
      const keys = Object.values(body.RequestItems ?? {}).flatMap(({ Keys }) => Keys);
      return [
        ask(
          operation,
          keys.map((Key) => keyOf({ Key })),
        ),
      ];
    }
    case 'Query': {
      const resource = body.IndexName ? `${tableArn}/index/${body.IndexName}` : tableArn;
      return [ask(operation, [queriedKeyOf(body)], {}, resource)];
    }
    case 'TransactWriteItems': {
      const writes = (body.TransactItems ?? []).flatMap((item) =>
        Object.entries(item).map(([verb, write]) => ({ action: WRITES[verb] ?? verb, key: keyOf(write) })),
      );
      return writes.map(({ action, key }) => {
        const together = writes.filter((each) => reading === 'the transaction' || each.action === action);
        const keys = reading === 'each item' ? [key] : together.map((each) => each.key);
        return ask(action, keys, { 'dynamodb:EnclosingOperation': [operation] });
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
