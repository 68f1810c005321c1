import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide as decideBy, isRepeated, refuse } from '../../../functions/domain/decision/decide.ts';
import { applyChange } from '../../../functions/domain/request/change.ts';
import {
  AlreadyDecidedError,
  ForbiddenError,
  WindowClosedError,
} from '../../../functions/domain/request/errors.ts';
import type {
  Decision,
  DecisionKind,
  PeeringRequest,
} from '../../../functions/domain/request/peering-request.ts';
import { type RequestStatus, STATUSES } from '../../../functions/domain/request/status.ts';
import { aRequest } from '../a-request.ts';
import { anAccount } from '../an-account.ts';

const ENDS_AT = '2026-03-09T09:00:00.000Z';
const IN_TIME = '2026-03-04T10:00:00.000Z';
const KINDS = ['accept', 'reject', 'cancel'] as const satisfies DecisionKind[];

const decision = (kind: DecisionKind, at = IN_TIME, who = 'anna@analytics.example'): Decision => ({
  kind,
  by: { kind: 'approver', id: who },
  at,
});

const pending = (found: Partial<PeeringRequest> = {}) =>
  aRequest({
    status: 'pending-acceptance',
    opened_at: '2026-03-02T09:01:00.000Z',
    expires_at: ENDS_AT,
    ...found,
  });

const PEOPLE = ['anna', 'arun', 'ines', 'omar'].map((name) => `${name}@analytics.example`);

/** Whoever decides is an approver. */
const decide = (request: PeeringRequest, made: Decision, source_ip?: string) =>
  decideBy(request, made, anAccount({ approvers: [...PEOPLE, made.by.id] }), source_ip);

describe('decide', () => {
  it.each(KINDS)('records %s while the window is open, and leaves the status to EC2', (kind) => {
    const request = pending();
    const change = decide(request, decision(kind), '192.0.2.7');
    expect(change).toEqual({
      set: { decision: decision(kind), ...(kind === 'accept' && { approvals: [decision(kind)] }) },
      entry: {
        type: 'decision-recorded',
        actor: { kind: 'approver', id: 'anna@analytics.example' },
        reason: kind,
        source_ip: '192.0.2.7',
      },
    });
    const { next } = applyChange(request, change, new Date(IN_TIME));
    expect(next).toMatchObject({ status: 'pending-acceptance', decision: decision(kind) });
  });

  it('tells the comment in the trail, and no address where none is known', () => {
    const { entry } = decide(pending(), { ...decision('reject'), comment: 'Use the shared VPC.' });
    expect(entry).toEqual({
      type: 'decision-recorded',
      actor: { kind: 'approver', id: 'anna@analytics.example' },
      reason: 'reject: Use the shared VPC.',
    });
  });

  it.each(KINDS)('does not let a second person %s, and names the first decision', (kind) => {
    const decided = pending({ decision: decision('reject', '2026-03-03T08:00:00.000Z') });
    const late = () => decide(decided, decision(kind, IN_TIME, 'arun@analytics.example'));
    expect(late).toThrow(AlreadyDecidedError);
    expect(late).toThrow('anna@analytics.example already rejected this request at 2026-03-03T08:00:00.000Z.');
  });

  it('does not let the same person decide twice either', () => {
    const decided = pending({ decision: decision('accept') });
    expect(() => decide(decided, decision('accept'))).toThrow(AlreadyDecidedError);
  });

  it('names the decision rather than the closed window when both stand in the way', () => {
    const ended = aRequest({ status: 'rejected', expires_at: ENDS_AT, decision: decision('reject') });
    expect(() => decide(ended, decision('accept', '2026-04-01T00:00:00.000Z'))).toThrow(AlreadyDecidedError);
  });

  it('lets the first of many win, whoever it is', () => {
    const attempts = fc.array(fc.record({ kind: fc.constantFrom(...KINDS), who: fc.emailAddress() }), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(attempts, (people) => {
        let request = pending();
        let refused = 0;
        for (const { kind, who } of people) {
          try {
            const change = decide(request, decision(kind, IN_TIME, who));
            request = applyChange(request, change, new Date(IN_TIME)).next;
          } catch (error) {
            expect(error).toBeInstanceOf(AlreadyDecidedError);
            refused++;
          }
        }
        const [first] = people;
        expect(request.decision).toMatchObject({ kind: first?.kind, by: { id: first?.who } });
        expect(refused).toBe(people.length - 1);
      }),
    );
  });
});

describe('a request that takes three approvals', () => {
  const inNeedOf = (required_approvals: number) => pending({ required_approvals });

  const after = (request: PeeringRequest, ...decisions: Decision[]): PeeringRequest =>
    decisions.reduce(
      (latest, next) => applyChange(latest, decide(latest, next), new Date(IN_TIME)).next,
      request,
    );

  const accepts = PEOPLE.map((who) => decision('accept', IN_TIME, who));
  const [first, second, third] = accepts as [Decision, Decision, Decision];

  it('is not decided by the first two, and the trail counts them', () => {
    expect(decide(inNeedOf(3), { ...first, comment: 'Fine.' }, '192.0.2.7')).toEqual({
      set: { approvals: [{ ...first, comment: 'Fine.' }] },
      entry: {
        type: 'approval-recorded',
        actor: first.by,
        reason: '1 of 3 approvals, accept: Fine.',
        source_ip: '192.0.2.7',
      },
    });
    const half = after(inNeedOf(3), first, second);
    expect(half).toMatchObject({ approvals: [first, second], status: 'pending-acceptance' });
    expect(half.decision).toBeUndefined();
  });

  it('is decided by the third', () => {
    const change = decide(after(inNeedOf(3), first, second), third);
    expect(change).toEqual({
      set: { approvals: [first, second, third], decision: third },
      entry: { type: 'decision-recorded', actor: third.by, reason: 'accept' },
    });
  });

  it('counts nobody twice', () => {
    const half = after(inNeedOf(3), first);
    const again = () => decide(half, decision('accept', '2026-03-05T00:00:00.000Z', first.by.id));
    expect(again).toThrow(AlreadyDecidedError);
    expect(again).toThrow(`${first.by.id} already accepted this request at ${IN_TIME}.`);
  });

  it.each(['reject', 'cancel'] as const)('ends with one %s, even of somebody who had approved', (kind) => {
    for (const who of PEOPLE) {
      const change = decide(after(inNeedOf(3), first, second), decision(kind, IN_TIME, who));
      expect(change.set).toEqual({ decision: decision(kind, IN_TIME, who) });
      expect(change.entry.type).toBe('decision-recorded');
    }
  });

  it('is decided at once by a rule of the directory', () => {
    const rule: Decision = { kind: 'accept', by: { kind: 'rule', id: 'auto_accept_from' }, at: IN_TIME };
    expect(decide(inNeedOf(3), rule).set).toEqual({ approvals: [rule], decision: rule });
  });

  it('is decided by exactly as many different people as it takes', () => {
    const clicks = fc.array(fc.constantFrom(...accepts), { maxLength: 12 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), clicks, (required, decisions) => {
        let request = inNeedOf(required);
        for (const next of decisions) {
          try {
            request = after(request, next);
          } catch (error) {
            expect(error).toBeInstanceOf(AlreadyDecidedError);
          }
        }
        const different = new Set(decisions.map(({ by }) => by.id)).size;
        expect(request.approvals).toHaveLength(Math.min(different, required));
        expect(request.decision !== undefined).toBe(different >= required);
      }),
    );
  });
});

describe('whose decision counts', () => {
  it.each([
    ['somebody who is no approver', anAccount({ approvers: ['arun@analytics.example'] })],
    ['anybody of an account that is not in the directory', undefined],
  ])('not that of %s: neither to accept nor to reject', (_, account) => {
    for (const kind of ['accept', 'reject'] as const) {
      expect(() => decideBy(pending(), decision(kind), account)).toThrow(ForbiddenError);
    }
  });
});

describe('somebody whose address the directory spells in two ways', () => {
  const [plain, tagged] = ['anna@analytics.example', 'Anna+eu@Analytics.example'] as const;
  const account = anAccount({ approvers: [plain, tagged, 'arun@analytics.example'], required_approvals: 2 });
  const request = pending({ required_approvals: 2 });
  const first = decision('accept', IN_TIME, plain);

  it('approves once', () => {
    const half = applyChange(request, decideBy(request, first, account), new Date(IN_TIME)).next;
    expect(half.decision).toBeUndefined();
    expect(() => decideBy(half, decision('accept', IN_TIME, tagged), account)).toThrow(AlreadyDecidedError);
  });

  it('is counted once where both spellings are on record', () => {
    const both = { ...request, approvals: [first, decision('accept', IN_TIME, tagged)] };
    const { set, entry } = decideBy(
      { ...both, required_approvals: 3 },
      decision('accept', IN_TIME, 'arun@analytics.example'),
      account,
    );
    expect(entry.reason).toBe(`2 of 3 approvals (without ${tagged}), accept`);
    expect(set?.approvals?.map(({ counts }) => counts)).toEqual([undefined, false, undefined]);
  });
});

describe('isRepeated', () => {
  const approved = pending({ required_approvals: 2, approvals: [decision('accept')] });
  const rejected = pending({ decision: decision('reject') });
  const entry = anAccount({ approvers: PEOPLE });
  const later = '2026-03-05T00:00:00.000Z';

  it('knows the second click of the same person for the same', () => {
    expect(isRepeated(entry, approved, decision('accept', later))).toBe(true);
    expect(isRepeated(entry, rejected, decision('reject', later))).toBe(true);
  });

  it('takes another mind, or another person, for an attempt of its own', () => {
    expect(isRepeated(entry, approved, decision('reject'))).toBe(false);
    expect(isRepeated(entry, rejected, decision('accept'))).toBe(false);
    expect(isRepeated(entry, approved, decision('accept', IN_TIME, 'arun@analytics.example'))).toBe(false);
    expect(isRepeated(entry, rejected, decision('reject', IN_TIME, 'arun@analytics.example'))).toBe(false);
    expect(isRepeated(entry, pending(), decision('accept'))).toBe(false);
  });
});

describe('the window', () => {
  it.each(KINDS)('is open for %s to its last millisecond, and closed from then on', (kind) => {
    expect(decide(pending(), decision(kind, '2026-03-09T08:59:59.999Z')).set).toBeDefined();
    for (const at of [ENDS_AT, '2026-03-09T09:00:00.001Z', '2026-04-01T00:00:00.000Z']) {
      const late = () => decide(pending(), decision(kind, at));
      expect(late).toThrow(WindowClosedError);
      expect(late).toThrow('This request can’t be decided: it is expired.');
    }
  });

  it('is open while EC2 has not said when it ends', () => {
    const { expires_at: _, ...request } = pending();
    expect(decide(request, decision('accept')).set?.decision?.kind).toBe('accept');
  });

  it('lets a requester withdraw before it opens', () => {
    expect(decide(aRequest(), decision('cancel')).set?.decision?.kind).toBe('cancel');
  });

  it.each(['accept', 'reject'] as const)('lets nobody %s before it opens', (kind) => {
    const early = () => decide(aRequest(), decision(kind));
    expect(early).toThrow(WindowClosedError);
    expect(early).toThrow('it is not pending acceptance yet');
  });

  const closed = STATUSES.filter((status) => status !== 'submitted' && status !== 'pending-acceptance');

  it.each(closed.flatMap((status) => KINDS.map((kind) => [status, kind] as const)))(
    'is closed on a request that is %s: no %s',
    (status: RequestStatus, kind) => {
      const late = () => decide(aRequest({ status, expires_at: ENDS_AT }), decision(kind));
      expect(late).toThrow(WindowClosedError);
      expect(late).toThrow(`it is ${status}.`);
    },
  );
});

describe('refuse', () => {
  const DECIDED = pending({ decision: decision('reject') });
  const why = new AlreadyDecidedError('anna@analytics.example', 'reject', IN_TIME);
  const late = decision('accept', IN_TIME, 'arun@analytics.example');

  it('records who tried what, and why not, and decides nothing', () => {
    const change = refuse(DECIDED, late, why, '192.0.2.8');
    if (!change) throw new Error('nothing is recorded');
    expect(change.entry).toEqual({
      type: 'decision-refused',
      actor: { kind: 'approver', id: 'arun@analytics.example' },
      reason: `accept: anna@analytics.example already rejected this request at ${IN_TIME}.`,
      source_ip: '192.0.2.8',
    });
    const { next, event } = applyChange(DECIDED, change, new Date(IN_TIME));
    expect(next.decision).toEqual(DECIDED.decision);
    expect(event).toMatchObject({ from_status: 'pending-acceptance', to_status: 'pending-acceptance' });
    expect(refuse(next, late, why)).toBeUndefined();
    expect(refuse(next, decision('reject', IN_TIME, 'arun@analytics.example'), why)).toBeDefined();
    expect(refuse(next, decision('accept', IN_TIME, 'paul@analytics.example'), why)).toBeDefined();
    expect(refuse(next, late, new WindowClosedError('rejected'))).toBeDefined();
  });

  it('leaves out an address that is not known', () => {
    const change = refuse(pending(), decision('accept'), new WindowClosedError('expired'));
    expect(change?.entry).not.toHaveProperty('source_ip');
  });
});
