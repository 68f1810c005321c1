import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Cursors } from '../domain/request/ports.ts';
import { cursorSecretKey } from './table.ts';

const SECRET_BYTES = 32;

/**
 * Cursors signed with a secret that is stored in the table and generated on first use. To rotate it, delete the
 * item: clients in the middle of a list then have to start again.
 */
export const dynamodbCursors = (db: DynamoDBDocumentClient, TransientTableName: string): Cursors => {
  let cached: string | undefined;
  const sign = async (text: string, context: string): Promise<string> => {
    cached ??= await loadSecret(db, TransientTableName);
    return createHmac('sha256', cached).update(`${context}\n${text}`).digest('base64url');
  };
  const isSigned = async (text: string, signature: string, context: string): Promise<boolean> => {
    const expected = Buffer.from(await sign(text, context));
    const given = Buffer.from(signature);
    return expected.length === given.length && timingSafeEqual(expected, given);
  };
  return {
    seal: async (position, context) => {
      const text = Buffer.from(JSON.stringify(position)).toString('base64url');
      return `${text}.${await sign(text, context)}`;
    },
    open: async (cursor, context) => {
      const [text = '', signature = ''] = cursor.split('.');
      if (!(await isSigned(text, signature, context))) {
        // The secret may have been rotated since this instance read it.
        cached = undefined;
        if (!(await isSigned(text, signature, context))) return undefined;
      }
      return JSON.parse(Buffer.from(text, 'base64url').toString());
    },
  };
};

const loadSecret = async (db: DynamoDBDocumentClient, TransientTableName: string): Promise<string> => {
  const { Item } = await db.send(new GetCommand({ TableName: TransientTableName, Key: cursorSecretKey }));
  if (Item) return Item['secret'] as string;
  // When several functions generate one at the same time, the first one's is stored.
  const { Attributes } = await db.send(
    new UpdateCommand({
      TableName: TransientTableName,
      Key: cursorSecretKey,
      UpdateExpression: 'SET secret = if_not_exists(secret, :new)',
      ExpressionAttributeValues: { ':new': randomBytes(SECRET_BYTES).toString('base64url') },
      ReturnValues: 'ALL_NEW',
    }),
  );
  return Attributes?.['secret'] as string;
};
