import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { AuditEvent } from '../domain/request/audit.ts';
import { withoutKeys } from './request-item.ts';
import { EVENT_PREFIX } from './table.ts';

/** The audit event in a record of the table's stream, if it has one. */
export const auditEventOf = ({ eventName, dynamodb }: DynamoDBRecord): AuditEvent | undefined => {
  const image = dynamodb?.NewImage as Record<string, AttributeValue> | undefined;
  if (eventName !== 'INSERT' || !image?.['sk']?.S?.startsWith(EVENT_PREFIX)) return undefined;
  return withoutKeys<AuditEvent>(unmarshall(image));
};
