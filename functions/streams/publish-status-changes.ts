import { connectivityChangeOf } from '../domain/announce/connectivity-change.ts';
import { mayBeNoticed, noticeOf } from '../domain/announce/notice.ts';
import type { EventBus } from '../domain/announce/ports.ts';
import { changesStatus, statusChangeOf } from '../domain/announce/status-change.ts';
import type { AuditEvent } from '../domain/request/audit.ts';
import { findDefect } from '../domain/request/find-defect.ts';
import type { Requests } from '../domain/request/ports.ts';
import { streamHandler } from '../edge/stream-handler.ts';
import { auditEventOf, eventBus, reportUnreadable, requests } from '../wiring.ts';

/**
 * Publishes a change of status, of routes and DNS resolution, and what else happens in a connection's life. It reads the
 * table's stream instead of publishing when it writes, so that a failed write publishes nothing and no change is lost.
 */
export const publishStatusChange = async (
  event: AuditEvent,
  deps: {
    requests: Requests;
    eventBus: EventBus;
    reportUnreadable: (record: string, field: string) => void;
  },
): Promise<void> => {
  const isConnectivity = event.type === 'connectivity-changed';
  if (!changesStatus(event) && !isConnectivity && !mayBeNoticed(event)) return;
  const request = await deps.requests.get(event.request_id);
  const defect = request ? findDefect(request) : 'id';
  // To retry it would hold back the changes of all other requests for hours.
  if (!request || defect) {
    deps.reportUnreadable(event.request_id, defect ?? 'id');
    return;
  }
  if (changesStatus(event)) await deps.eventBus.statusChanged(statusChangeOf(event, request));
  const change = isConnectivity && connectivityChangeOf(event, request);
  if (change) await deps.eventBus.connectivityChanged(change);
  const notice = noticeOf(event, request);
  if (notice) await deps.eventBus.noticed(notice);
};

export const handler = streamHandler('PublishStatusChanges', async (record) => {
  const event = auditEventOf(record);
  if (event)
    await publishStatusChange(event, { requests: requests(), eventBus: eventBus(), reportUnreadable });
});
