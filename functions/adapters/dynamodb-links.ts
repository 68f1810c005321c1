import { createHash, randomBytes } from 'node:crypto';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { READABLE_MS } from '../domain/links/open-link.ts';
import type { AnyLink, Links } from '../domain/links/ports.ts';
import { metCondition } from './dynamodb-condition.ts';
import { withoutKeys } from './request-item.ts';
import { linkKey, TIME_TO_LIVE } from './table.ts';

const TOKEN_BYTES = 32;

const hash = (token: string): string => createHash('sha256').update(token).digest('hex');

/**
 * Links in DynamoDB. The table never sees a token, only its SHA-256.
 *
 * Version 0.1 kept links in the requests' table, so what isn't in the transient one is looked for there. Its last
 * links can't be read any more 37 days after the upgrade.
 */
export const dynamodbLinks = (
  db: DynamoDBDocumentClient,
  TransientTableName: string,
  TableName: string,
  randomToken = () => randomBytes(TOKEN_BYTES).toString('base64url'),
): Links => ({
  mint: async (link) => {
    const token = randomToken();
    const deleteAt = Math.ceil((Date.parse(link.expires_at) + READABLE_MS[link.purpose]) / 1000);
    await db.send(
      new PutCommand({
        TableName: TransientTableName,
        Item: { ...linkKey(hash(token)), ...link, form_key: randomToken(), [TIME_TO_LIVE]: deleteAt },
      }),
    );
    return token;
  },

  find: async (token) => {
    const Key = linkKey(hash(token));
    const { Item } = await db.send(new GetCommand({ TableName: TransientTableName, Key }));
    const found = Item ?? (await db.send(new GetCommand({ TableName, Key }))).Item;
    return found && withoutKeys<AnyLink>(found);
  },

  renewForms: async (token, { form_key }) => {
    const isUnused = 'form_key = :used';
    const renewal = {
      Key: linkKey(hash(token)),
      UpdateExpression: 'SET form_key = :next',
      ConditionExpression: isUnused,
      ExpressionAttributeValues: { ':used': form_key, ':next': randomToken() },
    };
    const isRenewed = await metCondition(
      db.send(new UpdateCommand({ TableName: TransientTableName, ...renewal })),
    );
    // The same form may have been sent twice at once; its token is then already invalid, in either table.
    if (!isRenewed) await metCondition(db.send(new UpdateCommand({ TableName, ...renewal })));
  },
});
