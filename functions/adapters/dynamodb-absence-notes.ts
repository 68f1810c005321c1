import { type DynamoDBDocumentClient, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import type { AbsenceNotes } from '../domain/mail/ports.ts';
import { ABSENCE_NOTES, absenceNoteKey, TIME_TO_LIVE } from './table.ts';

/** One item in DynamoDB for each absence that somebody was told of, which time to live deletes once it is over. */
export const dynamodbAbsenceNotes = (
  db: DynamoDBDocumentClient,
  TransientTableName: string,
): AbsenceNotes => ({
  all: async () => {
    const noted = new Set<string>();
    const pages = paginateQuery(
      { client: db },
      {
        TableName: TransientTableName,
        KeyConditionExpression: 'pk = :notes',
        ExpressionAttributeValues: { ':notes': ABSENCE_NOTES },
        ConsistentRead: true,
      },
    );
    for await (const { Items = [] } of pages) for (const { sk } of Items) noted.add(sk as string);
    return noted;
  },

  note: async (absence, until) => {
    const ttl = Math.ceil(Date.parse(until) / 1000);
    await db.send(
      new PutCommand({
        TableName: TransientTableName,
        Item: { ...absenceNoteKey(absence), [TIME_TO_LIVE]: ttl },
      }),
    );
  },
});
