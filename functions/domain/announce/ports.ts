import type { AuditEvent } from '../request/audit.ts';
import type { StatusChange } from './status-change.ts';

/** Tells whoever listens. */
export interface EventBus {
  statusChanged(change: StatusChange): Promise<void>;
}

/** Copies of audit events, where nobody changes or deletes one. */
export interface Archive {
  /** Keeps a copy of the event, unless it has one already. */
  keep(event: AuditEvent): Promise<void>;
}
