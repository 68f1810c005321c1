import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyChain } from '../../../functions/domain/request/audit.ts';
import { applyChange } from '../../../functions/domain/request/change.ts';
import { IllegalTransitionError } from '../../../functions/domain/request/errors.ts';
import {
  hasEnded,
  isOpen,
  mayFollow,
  type RequestStatus,
  STATUSES,
  TRANSITIONS,
} from '../../../functions/domain/request/status.ts';
import { aRequest, note, SUBMITTED_AT, submitted } from '../a-request.ts';

const successors = (status: RequestStatus): readonly RequestStatus[] => TRANSITIONS[status];

/** Every status that can come after another, however long after. */
const after = (status: RequestStatus, seen = new Set<RequestStatus>()): Set<RequestStatus> => {
  for (const next of successors(status)) {
    if (!seen.has(next)) after(next, seen.add(next));
  }
  return seen;
};

const to = (status: RequestStatus) => ({ ...note(status), status });

describe('the transition table', () => {
  it('lets every status be reached from submitted', () => {
    expect(new Set([...after('submitted'), 'submitted'])).toEqual(new Set(STATUSES));
  });

  it.each(STATUSES)('never comes back to %s', (status) => {
    expect([...after(status)]).not.toContain(status);
  });

  it('has just the ends that the design names, and no way out of them', () => {
    const ended = STATUSES.filter(hasEnded);
    expect(ended.sort()).toEqual(['cancelled', 'deleted', 'expired', 'failed', 'rejected']);
    for (const status of ended) expect(successors(status)).toEqual([]);
  });

  it('leaves work to the workflow before active and before an end', () => {
    expect(STATUSES.filter(isOpen)).toEqual(['submitted', 'pending-acceptance', 'provisioning']);
  });

  it('calls torn down only what had been accepted, and lets nothing else end what is active', () => {
    expect(STATUSES.filter((status) => mayFollow(status, 'deleted'))).toEqual(['provisioning', 'active']);
    expect(successors('active')).toEqual(['deleted']);
  });

  it('lets nobody reject, withdraw or miss what was accepted', () => {
    for (const outcome of ['rejected', 'cancelled', 'expired'] as const) {
      expect(STATUSES.filter((status) => mayFollow(status, outcome))).toEqual([
        'submitted',
        'pending-acceptance',
      ]);
    }
  });
});

describe('applyChange', () => {
  const pairs = STATUSES.flatMap((from) => STATUSES.map((next) => [from, next] as const));

  it.each(pairs)('from %s to %s does what the table says', (from, next) => {
    const request = aRequest({ status: from });
    const apply = () => applyChange(request, to(next), SUBMITTED_AT).next.status;
    if (next === from || successors(from).includes(next)) expect(apply()).toBe(next);
    else expect(apply).toThrow(IllegalTransitionError);
  });

  it('keeps to the table on every walk, and the trail tells each step', () => {
    const step = fc.oneof(fc.constantFrom(...STATUSES), fc.nat());
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const { request: first, event } = submitted();
        let request = first;
        const events = [event];
        const visited: RequestStatus[] = ['submitted'];
        for (const [index, wanted] of steps.entries()) {
          const allowed = successors(request.status);
          // A number takes one of the allowed ways, so that walks get somewhere; a name may be anything.
          const next =
            typeof wanted === 'number' ? (allowed[wanted % (allowed.length || 1)] ?? request.status) : wanted;
          const now = new Date(SUBMITTED_AT.getTime() + index * 1000);
          if (next !== request.status && !allowed.includes(next)) {
            expect(() => applyChange(request, to(next), now)).toThrow(IllegalTransitionError);
            continue;
          }
          const applied = applyChange(request, to(next), now);
          expect(applied.event).toMatchObject({
            sequence: request.version + 1,
            from_status: request.status,
            to_status: next,
            at: now.toISOString(),
          });
          expect(applied.next).toMatchObject({
            status: next,
            version: request.version + 1,
            updated_at: now.toISOString(),
            created_at: SUBMITTED_AT.toISOString(),
          });
          if (next !== request.status) visited.push(next);
          request = applied.next;
          events.push(applied.event);
        }
        expect(new Set(visited).size).toBe(visited.length);
        expect(verifyChain(events, request.audit_head)).toEqual({ valid: true, events: events.length });
      }),
    );
  });

  it('leaves the record that it was given as it was', () => {
    const request = aRequest();
    const before = structuredClone(request);
    applyChange(
      request,
      { ...to('failed'), set: { failure: { code: 'failed', message: 'overlap' } } },
      SUBMITTED_AT,
    );
    expect(request).toEqual(before);
  });

  it('names both statuses when it refuses', () => {
    const request = aRequest({ status: 'rejected' });
    expect(() => applyChange(request, to('active'), SUBMITTED_AT)).toThrow(
      'A request can’t change from rejected to active',
    );
  });
});
