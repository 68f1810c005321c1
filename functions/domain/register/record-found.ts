import type { AuditEvent } from '../request/audit.ts';
import type { CreatedFound, FoundRequest, Requests } from '../request/ports.ts';
import { hasEnded } from '../request/status.ts';

/**
 * Records a request about a connection that EC2 has already. An ended request should have released the pair of VPCs: its
 * lock passes to this one.
 */
export const recordFound = async (
  request: FoundRequest,
  event: AuditEvent,
  requests: Requests,
): Promise<CreatedFound> => {
  const created = await requests.createFound(request, event);
  if (created.outcome !== 'pair-taken') return created;
  const holder = await requests.get(created.by);
  return holder && hasEnded(holder.status) ? requests.createFound(request, event, holder.id) : created;
};
