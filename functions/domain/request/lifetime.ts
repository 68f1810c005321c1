import type { Approval, PeeringRequest } from './peering-request.ts';

/** Why Peerway deletes an active connection by itself: its time is over, or a review decided it. */
export type EndRule = 'active_for' | 'review';

/** UTC, ISO 8601. */
type End = { rule: EndRule; at: string };

type Lived = Pick<PeeringRequest, 'status' | 'teardown' | 'ends_at' | 'removal'>;

/** Of an active connection that nobody deletes yet. */
const listEnds = ({ status, teardown, ends_at, removal }: Lived): End[] =>
  status === 'active' && !teardown
    ? [
        ...(ends_at ? [{ rule: 'active_for', at: ends_at } as const] : []),
        ...(removal ? [{ rule: 'review', at: removal.due_at } as const] : []),
      ]
    : [];

/** The rule by which the connection is to be deleted now; `undefined` if it lives on. */
export const findDueEnd = (request: Lived, now: Date): EndRule | undefined =>
  listEnds(request).find(({ at }) => at <= now.toISOString())?.rule;

/** When something is to be done next because the connection has an end. UTC, ISO 8601. */
export const nextDue = (request: Lived): string | undefined =>
  listEnds(request)
    .map(({ at }) => at)
    .sort()[0];

/** How long the connection may live once it is active, in seconds: what was asked for, or the least that was approved. */
export const allowedLife = ({
  active_for,
  decision,
  approvals,
}: Pick<PeeringRequest, 'active_for' | 'decision' | 'approvals'>): number | undefined => {
  if (active_for === undefined) return undefined;
  const approved = decision?.by.kind === 'approver' ? approvals.filter(isCounted) : [];
  return Math.min(active_for, ...approved.map((approval) => approval.active_for ?? active_for));
};

const isCounted = ({ counts }: Approval): boolean => counts !== false;

/** The end of a connection that is active from now on. */
export const endFrom = (request: Parameters<typeof allowedLife>[0], now: Date): { ends_at?: string } => {
  const seconds = allowedLife(request);
  return seconds === undefined ? {} : { ends_at: new Date(now.getTime() + seconds * 1000).toISOString() };
};
