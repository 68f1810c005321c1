import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../functions/domain/decision/decide.ts';
import { listApprovers, mayDecide } from '../../../functions/domain/directory/approvers.ts';
import { countApprovals } from '../../../functions/domain/directory/count-approvals.ts';
import { findMissingQuorum } from '../../../functions/domain/directory/missing-quorum.ts';
import type { Account } from '../../../functions/domain/directory/ports.ts';
import { findEarlierApproval } from '../../../functions/domain/directory/their-seat.ts';
import type { Approval, PeeringRequest } from '../../../functions/domain/request/peering-request.ts';
import { isSamePerson } from '../../../functions/domain/request/person.ts';
import { describeLapses } from '../../../functions/domain/wording/approvals.ts';
import { aRequest } from '../a-request.ts';
import { anAccount } from '../an-account.ts';

const [ANNA, ARUN, INES, SAM] = ['anna', 'arun', 'ines', 'sam'].map(
  (name) => `${name}@analytics.example`,
) as [string, string, string, string];
const UNTIL = '2026-03-20T09:00:00.000Z';
const away = (person: string, instead: string) => ({ person, instead, until: UNTIL });
const account = (fields: Partial<Account> = {}) => anAccount({ approvers: [ANNA, ARUN], ...fields });

const waiting = (fields: Partial<PeeringRequest> = {}) =>
  aRequest({ status: 'pending-acceptance', expires_at: '2026-03-09T09:00:00.000Z', ...fields });
const by = (id: string) => ({ kind: 'approver', id }) as const;
const AT = '2026-03-03T09:00:00.000Z';

/** The record after somebody accepts. */
const accept = (request: PeeringRequest, entry: Account, person: string): PeeringRequest => ({
  ...request,
  ...decide(request, { kind: 'accept', by: by(person), at: AT }, entry).set,
});

describe('while an approver is away', () => {
  it('somebody else decides for them, after those who decide for themselves', () => {
    const entry = account({ away: [away(ANNA, SAM)] });
    expect(listApprovers(entry, waiting())).toEqual([ARUN, SAM]);
    expect(mayDecide(entry, waiting(), ANNA)).toBe(false);
    const { set, entry: event } = decide(
      waiting(),
      { kind: 'reject', by: by(SAM), at: AT, comment: 'No.' },
      entry,
    );
    const seat = { ...by(SAM), for: { person: ANNA, until: UNTIL } };
    expect(set?.decision?.by).toEqual(seat);
    expect(event.actor).toEqual(seat);
  });

  it('the requester decides for nobody: who is away is asked', () => {
    const submitted_by = `arn:aws:sts::111111111111:assumed-role/Developer/${SAM}`;
    const entry = account({ away: [away(ANNA, SAM)] });
    expect(listApprovers(entry, waiting({ submitted_by }))).toEqual([ANNA, ARUN]);
  });

  it('nobody decides for an approver who is the requester', () => {
    const submitted_by = `arn:aws:sts::111111111111:assumed-role/Developer/${ANNA}`;
    const entry = account({ away: [away(ANNA, SAM)] });
    expect(listApprovers(entry, waiting({ submitted_by }))).toEqual([ARUN]);
  });

  it('a substitute who is away too isn’t followed', () => {
    const entry = account({ away: [away(ANNA, ARUN), away(ARUN, SAM)] });
    expect(listApprovers(entry, waiting())).toEqual([ANNA, SAM]);
  });

  it('a substitute who is an approver gives one approval: their own', () => {
    const entry = account({ required_approvals: 2, away: [away(ANNA, ARUN)] });
    const request = waiting({ required_approvals: 2 });
    expect(listApprovers(entry, request)).toEqual([ARUN]);
    expect(findMissingQuorum(entry, request)).toEqual({ required: 2, possible: 1 });
    const after = accept(request, entry, ARUN);
    expect(after.approvals).toMatchObject([{ by: by(ARUN) }]);
    expect(after.approvals[0]?.by.for).toBeUndefined();
    expect(() => accept(after, entry, ARUN)).toThrow(ARUN);
  });
});

describe('what was approved', () => {
  const entry = account({ required_approvals: 2 });
  const request = waiting({ required_approvals: 2 });

  it('by a substitute counts once the approver is back, who can’t approve again', () => {
    const after = accept(request, { ...entry, away: [away(ANNA, SAM)] }, SAM);
    expect(countApprovals(entry, after)).toMatchObject({ counted: 1, lapsed: [] });
    expect(findEarlierApproval(entry, after, ANNA)?.by.id).toBe(SAM);
    expect(() => accept(after, entry, ANNA)).toThrow(SAM);
    expect(accept(after, entry, ARUN).decision?.kind).toBe('accept');
  });

  it('by an approver counts while they are away, and their substitute can’t approve again', () => {
    const after = accept(request, entry, ANNA);
    const later = { ...entry, away: [away(ANNA, SAM)] };
    expect(countApprovals(later, after)).toMatchObject({ counted: 1, lapsed: [] });
    expect(() => accept(after, later, SAM)).toThrow(ANNA);
  });

  it('by a substitute counts no more without the approver', () => {
    const after = accept(request, { ...entry, away: [away(ANNA, SAM)] }, SAM);
    const tally = countApprovals({ ...entry, approvers: [ARUN, INES] }, after);
    expect(tally.counted).toBe(0);
    expect(describeLapses(tally)).toEqual([
      `The approval of ${SAM} (for ${ANNA}, away until 20 Mar, 09:00 UTC) no longer counts, because ${ANNA} is no longer an approver.`,
    ]);
  });

  it('twice for one approver counts once', () => {
    const approvals: Approval[] = [
      { kind: 'accept', at: AT, by: by(ANNA) },
      { kind: 'accept', at: AT, by: { ...by(SAM), for: { person: ANNA, until: UNTIL } } },
    ];
    expect(countApprovals(entry, { ...request, approvals })).toMatchObject({
      counted: 1,
      lapsed: [{ why: 'same-approver' }],
    });
  });
});

describe('whatever absences begin and end', () => {
  const people = fc.constantFrom(ANNA, ARUN, INES, SAM, 'lea@analytics.example');
  const absences = fc.uniqueArray(
    fc
      .tuple(people, people)
      .filter(([person, instead]) => person !== instead)
      .map(([person, instead]) => away(person, instead)),
    { selector: ({ person }) => person, maxLength: 4 },
  );
  const approvers = fc.uniqueArray(people, { minLength: 1, maxLength: 4 });
  const steps = fc.array(fc.record({ away: absences, approvers, person: people }), { maxLength: 8 });

  it('as many can approve as are said to be able to, each once and for one approver', () => {
    fc.assert(
      fc.property(steps, absences, approvers, people, (before, last, lastApprovers, requester) => {
        const submitted_by = `arn:aws:sts::111111111111:assumed-role/Developer/${requester}`;
        let request = waiting({ submitted_by, required_approvals: 5 });
        const tryAs = (entry: Account, person: string) => {
          if (!mayDecide(entry, request, person) || findEarlierApproval(entry, request, person)) return;
          request = accept(request, entry, person);
          expect(isSamePerson(person, requester)).toBe(false);
        };
        for (const step of before) tryAs(account({ ...step, required_approvals: 5 }), step.person);
        const entry = account({ approvers: lastApprovers, away: last, required_approvals: 5 });
        const said = findMissingQuorum(entry, request)?.possible;
        for (const person of listApprovers(entry, request)) tryAs(entry, person);
        const { counted, approvals } = countApprovals(entry, request);
        expect(counted).toBe(said);
        const counting = approvals.filter(({ counts }) => counts !== false);
        expect(new Set(counting.map(({ by: { id } }) => id)).size).toBe(counted);
        expect(new Set(counting.map(({ by: { id, for: seat } }) => seat?.person ?? id)).size).toBe(counted);
      }),
      { numRuns: 2000 },
    );
  });
});
