import type { DynamoDBRecord } from 'aws-lambda';
import { connectivityChangeOf } from '../domain/announce/connectivity-change.ts';
import { mayBeNoticed, noticeOf } from '../domain/announce/notice.ts';
import type { EventBus } from '../domain/announce/ports.ts';
import { readRequestsOf } from '../domain/announce/read-requests.ts';
import { changesStatus, statusChangeOf } from '../domain/announce/status-change.ts';
import type { AuditEvent } from '../domain/request/audit.ts';
import type { PeeringRequest } from '../domain/request/peering-request.ts';
import { streamHandler } from '../edge/stream-handler.ts';
import { auditEventOf, eventBus, reportUnreadable, requests } from '../wiring.ts';

const isConnectivity = ({ type }: AuditEvent): boolean => type === 'connectivity-changed';

/** Whether an event can be published, which needs no record to tell. */
const mayBePublished = (event: AuditEvent): boolean =>
  changesStatus(event) || isConnectivity(event) || mayBeNoticed(event);

const publishableIn = (record: DynamoDBRecord): AuditEvent | undefined => {
  const event = auditEventOf(record);
  return event && mayBePublished(event) ? event : undefined;
};

/**
 * Publishes a change of status, of routes and DNS resolution, and what else happens in a connection's life. It reads the
 * table's stream instead of publishing when it writes, so that a failed write publishes nothing and no change is lost.
 */
export const publishStatusChange = async (
  event: AuditEvent,
  request: PeeringRequest,
  { eventBus }: { eventBus: EventBus },
): Promise<void> => {
  if (changesStatus(event)) await eventBus.statusChanged(statusChangeOf(event, request));
  const change = isConnectivity(event) && connectivityChangeOf(event, request);
  if (change) await eventBus.connectivityChanged(change);
  const notice = noticeOf(event, request);
  if (notice) await eventBus.noticed(notice);
};

export const handler = streamHandler('PublishStatusChanges', {
  take: publishableIn,
  prepare: (events) => readRequestsOf(events, { requests: requests(), reportUnreadable }),
  run: async (event, { requestOf }) => {
    const request = requestOf(event);
    if (request) await publishStatusChange(event, request, { eventBus: eventBus() });
  },
});
