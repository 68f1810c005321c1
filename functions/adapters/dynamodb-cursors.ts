import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Cursors } from '../domain/request/ports.ts';
import { cursorSecretKey } from './table.ts';

const SECRET_BYTES = 32;

/**
 * Cursors signed with a secret that the table keeps, and that is made when there is none: deleting the item
 * rotates it, and lists that are being read then begin anew.
 */
export const dynamodbCursors = (db: DynamoDBDocumentClient, TableName: string): Cursors => {
  let kept: string | undefined;
  const sign = async (text: string, context: string): Promise<string> => {
    kept ??= await secret(db, TableName);
    return createHmac('sha256', kept).update(`${context}\n${text}`).digest('base64url');
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
        kept = undefined;
        if (!(await isSigned(text, signature, context))) return undefined;
      }
      return JSON.parse(Buffer.from(text, 'base64url').toString());
    },
  };
};

const secret = async (db: DynamoDBDocumentClient, TableName: string): Promise<string> => {
  const { Item } = await db.send(new GetCommand({ TableName, Key: cursorSecretKey }));
  if (Item) return Item['secret'] as string;
  // Of several functions that find none at once, the first one's stays.
  const { Attributes } = await db.send(
    new UpdateCommand({
      TableName,
      Key: cursorSecretKey,
      UpdateExpression: 'SET secret = if_not_exists(secret, :new)',
      ExpressionAttributeValues: { ':new': randomBytes(SECRET_BYTES).toString('base64url') },
      ReturnValues: 'ALL_NEW',
    }),
  );
  return Attributes?.['secret'] as string;
};
