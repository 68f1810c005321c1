import type { AuditEvent } from '../request/audit.ts';
import { findDefect } from '../request/find-defect.ts';
import type { PeeringRequest } from '../request/peering-request.ts';
import type { Requests } from '../request/ports.ts';

/** The requests of some events. */
export type RequestsOfEvents = {
  /** Those whose records can be used. */
  readable: readonly PeeringRequest[];
  /**
   * The request of one of the events. A damaged or missing record is reported instead: to retry it would hold back the
   * events of all other requests for hours.
   */
  requestOf: (event: AuditEvent) => PeeringRequest | undefined;
};

/** Reads the requests of events, all at once. They are read after the events, so that no record is older than one. */
export const readRequestsOf = async (
  events: readonly AuditEvent[],
  {
    requests,
    reportUnreadable,
  }: { requests: Requests; reportUnreadable: (record: string, field: string) => void },
): Promise<RequestsOfEvents> => {
  const found = await requests.getCurrent(events.map(({ request_id }) => request_id));
  const readable = new Map([...found].filter(([, request]) => !findDefect(request)));
  return {
    readable: [...readable.values()],
    requestOf: ({ request_id }) => {
      const request = readable.get(request_id);
      if (request) return request;
      const damaged = found.get(request_id);
      reportUnreadable(request_id, (damaged && findDefect(damaged)) ?? 'id');
      return undefined;
    },
  };
};
