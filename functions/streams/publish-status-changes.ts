import { connectivityChangeOf } from '../domain/announce/connectivity-change.ts';
import type { EventBus } from '../domain/announce/ports.ts';
import { changesStatus, statusChangeOf } from '../domain/announce/status-change.ts';
import type { AuditEvent } from '../domain/request/audit.ts';
import { findDefect } from '../domain/request/find-defect.ts';
import type { Requests } from '../domain/request/ports.ts';
import { streamHandler } from '../edge/stream-handler.ts';
import { auditEventOf, eventBus, reportUnreadable, requests } from '../wiring.ts';

/**
 * Publishes a change of status, or of routes and DNS resolution. It reads the table's stream instead of publishing when it writes, so that a failed
 * write publishes nothing and no change is lost.
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
  if (!changesStatus(event) && !isConnectivity) return;
  const request = await deps.requests.get(event.request_id);
  const defect = request ? findDefect(request) : 'id';
  // To retry it would hold back the changes of all other requests for hours.
  if (!request || defect) {
    deps.reportUnreadable(event.request_id, defect ?? 'id');
    return;
  }
  if (!isConnectivity) return deps.eventBus.statusChanged(statusChangeOf(event, request));
  const change = connectivityChangeOf(event, request);
  if (change) await deps.eventBus.connectivityChanged(change);
};

export const handler = streamHandler('PublishStatusChanges', async (record) => {
  const event = auditEventOf(record);
  if (event)
    await publishStatusChange(event, { requests: requests(), eventBus: eventBus(), reportUnreadable });
});
