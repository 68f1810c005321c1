import type { Change } from '../request/change.ts';
import { commitLatest } from '../request/commit-latest.ts';
import { type EndRule, findDueEnd } from '../request/lifetime.ts';
import type { Actor, PeeringRequest } from '../request/peering-request.ts';
import type { Clock, Requests } from '../request/ports.ts';

/**
 * Records that an active connection is to be deleted, if its end on the record is past at that very commit: an end that
 * was moved, or a removal that was withdrawn, deletes nothing.
 */
export const endWhenDue = (
  request: PeeringRequest,
  { requests, clock }: { requests: Requests; clock: Clock },
): Promise<PeeringRequest> =>
  commitLatest(requests, request, (latest) => {
    const rule = findDueEnd(latest, clock());
    return rule && tearDown(latest, rule, clock());
  });

const tearDown = ({ ends_at, removal }: PeeringRequest, rule: EndRule, now: Date): Change => {
  const by: Actor = { kind: 'rule', id: rule };
  const comment = rule === 'review' ? removal?.comment : undefined;
  return {
    set: { teardown: { kind: 'cancel', by, at: now.toISOString(), ...(comment && { comment }) } },
    entry: {
      type: 'teardown-recorded',
      actor: by,
      reason: rule === 'review' ? (comment ?? 'removed by a review') : `the connection’s end was ${ends_at}`,
    },
  };
};
