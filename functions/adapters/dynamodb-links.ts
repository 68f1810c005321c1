import { createHash, randomBytes } from 'node:crypto';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { BoardLink, Link, Links } from '../domain/links/ports.ts';
import { metCondition } from './dynamodb-condition.ts';
import { withoutKeys } from './request-item.ts';
import { linkKey } from './table.ts';

const TOKEN_BYTES = 32;

const hash = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Links in DynamoDB. The table never sees a token, only its SHA-256. */
export const dynamodbLinks = (
  db: DynamoDBDocumentClient,
  TableName: string,
  randomToken = () => randomBytes(TOKEN_BYTES).toString('base64url'),
): Links => ({
  mint: async (link) => {
    const token = randomToken();
    // Stored for 30 days after it expires, so that a late visitor sees how the request ended.
    const ttl = Math.ceil(Date.parse(link.expires_at) / 1000) + 30 * 86_400;
    await db.send(
      new PutCommand({ TableName, Item: { ...linkKey(hash(token)), ...link, form_key: randomToken(), ttl } }),
    );
    return token;
  },

  find: async (token) => {
    const { Item } = await db.send(new GetCommand({ TableName, Key: linkKey(hash(token)) }));
    return Item && withoutKeys<Link | BoardLink>(Item);
  },

  renewForms: async (token, { form_key }) => {
    // The same form may have been sent twice at once; its token is then already invalid.
    const isUnused = 'form_key = :used';
    await metCondition(
      db.send(
        new UpdateCommand({
          TableName,
          Key: linkKey(hash(token)),
          UpdateExpression: 'SET form_key = :next',
          ConditionExpression: isUnused,
          ExpressionAttributeValues: { ':used': form_key, ':next': randomToken() },
        }),
      ),
    );
  },
});
