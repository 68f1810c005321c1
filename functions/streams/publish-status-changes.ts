import type { EventBus } from '../domain/announce/ports.ts';
import { changesStatus, statusChangeOf } from '../domain/announce/status-change.ts';
import type { AuditEvent } from '../domain/request/audit.ts';
import { getExisting } from '../domain/request/commit-latest.ts';
import type { Requests } from '../domain/request/ports.ts';
import { streamHandler } from '../edge/stream-handler.ts';
import { auditEventOf, eventBus, requests } from '../wiring.ts';

/**
 * Publishes a change of status. It reads the table's stream instead of publishing when it writes, so that a failed
 * write publishes nothing and no change is lost.
 */
export const publishStatusChange = async (
  event: AuditEvent,
  deps: { requests: Requests; eventBus: EventBus },
): Promise<void> => {
  if (!changesStatus(event)) return;
  await deps.eventBus.statusChanged(
    statusChangeOf(event, await getExisting(deps.requests, event.request_id)),
  );
};

export const handler = streamHandler('PublishStatusChanges', async (record) => {
  const event = auditEventOf(record);
  if (event) await publishStatusChange(event, { requests: requests(), eventBus: eventBus() });
});
