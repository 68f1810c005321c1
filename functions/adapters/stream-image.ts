import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { ChangeRecord } from '../domain/directory/history.ts';
import type { AuditEvent } from '../domain/request/audit.ts';
import { withoutKeys } from './request-item.ts';
import { CHANGE_PREFIX, EVENT_PREFIX } from './table.ts';

/** The audit event in a record of the table's stream, if it has one. */
export const auditEventOf = (record: DynamoDBRecord): AuditEvent | undefined =>
  insertedIn(record, EVENT_PREFIX);

/** The change of the directory in a record of the table's stream, if it has one. */
export const directoryChangeOf = (record: DynamoDBRecord): ChangeRecord | undefined =>
  insertedIn(record, CHANGE_PREFIX);

const insertedIn = <Event>({ eventName, dynamodb }: DynamoDBRecord, prefix: string): Event | undefined => {
  const image = dynamodb?.NewImage as Record<string, AttributeValue> | undefined;
  if (eventName !== 'INSERT' || !image?.['sk']?.S?.startsWith(prefix)) return undefined;
  return withoutKeys<Event>(unmarshall(image));
};
