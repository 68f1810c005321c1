import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mayDecide } from '../../../functions/domain/directory/approvers.ts';
import { countNow } from '../../../functions/domain/directory/count-approvals.ts';
import { entryFor } from '../../../functions/domain/directory/entry-for.ts';
import { findMissingQuorum } from '../../../functions/domain/directory/missing-quorum.ts';
import type { Account } from '../../../functions/domain/directory/ports.ts';
import { ruleFor } from '../../../functions/domain/directory/rules.ts';
import { findEarlierApproval, inTheirSeat } from '../../../functions/domain/directory/their-seat.ts';
import {
  type Approval,
  listActedFor,
  type PeeringRequest,
} from '../../../functions/domain/request/peering-request.ts';
import type { Rule } from '../../../functions/domain/request/rule.ts';
import { aRequest } from '../a-request.ts';
import { anAccount } from '../an-account.ts';

const PEOPLE = ['anna', 'arun', 'ines', 'sam', 'sue'].map((name) => `${name}@analytics.example`);
const DAY = 86_400;

const somePeople = fc.subarray(PEOPLE, { minLength: 1 });
const env = fc.constantFrom('dev', 'prod', 'test');

/** Rules about a tag that may not be seen, and rules about what always is. */
const aRule: fc.Arbitrary<Rule> = fc.record(
  {
    name: fc.constant('rule'),
    because: fc.constant('It is written.'),
    when: fc.oneof(
      { weight: 3, arbitrary: env.map((value) => ({ peer_tags: { env: value } })) },
      fc.boolean().map((same_region) => ({ same_region })),
    ),
    then: fc.constantFrom('accept', 'ask', 'ask', 'ask', 'refuse'),
    approvers: somePeople,
    required_approvals: fc.integer({ min: 1, max: 3 }),
    longest_active_for: fc.constantFrom(10 * DAY, 20 * DAY),
  },
  { requiredKeys: ['name', 'because', 'when', 'then'] },
);

const aCase = fc.record({
  rules: fc.array(aRule, { minLength: 1, maxLength: 4 }),
  approvers: somePeople,
  required_approvals: fc.integer({ min: 1, max: 2 }),
  tag: env,
  accepting: fc.shuffledSubarray(PEOPLE),
  requester: fc.constantFrom(...PEOPLE, 'rosa@payments.example'),
  away: fc.uniqueArray(
    fc
      .tuple(fc.constantFrom(...PEOPLE), fc.constantFrom(...PEOPLE))
      .filter(([person, instead]) => person !== instead)
      .map(([person, instead]) => ({ person, instead, until: '2026-03-20T09:00:00.000Z' })),
    { selector: ({ person }) => person, maxLength: 3 },
  ),
});

/** The request with the approvals of those of the people who may decide, in this order. */
const acceptedBy = (account: Account, request: PeeringRequest, people: readonly string[]): PeeringRequest => {
  let latest = request;
  for (const id of people) {
    if (!mayDecide(account, latest, id) || findEarlierApproval(account, latest, id)) continue;
    const by = inTheirSeat(account, latest, { kind: 'approver', id });
    const given: Approval = { kind: 'accept', by, at: '2026-03-03T09:00:00.000Z' };
    const approvals = [...latest.approvals, given];
    latest = { ...latest, approvals: countNow(account, { ...latest, approvals }).approvals };
  }
  return latest;
};

/** Who gave it, and for whom. */
const peopleOf = ({ by }: Approval): string[] => [by.id, ...listActedFor(by).map(({ person }) => person)];

/** Whether enough of each panel have accepted, each for themselves or for somebody who is away. */
const isMetByEach = (account: Account, request: PeeringRequest): boolean => {
  const { panels = [] } = entryFor(account, request);
  return panels.every(({ approvers, required_approvals }) => {
    const counting = request.approvals.filter((approval) =>
      peopleOf(approval).some((person) => approvers.includes(person)),
    );
    return new Set(counting.map(({ by }) => by.id)).size >= required_approvals;
  });
};

it('what is enough where Peerway can’t see is enough whatever there is to see', () => {
  let decisive = 0;
  let forSeveral = 0;
  fc.assert(
    fc.property(aCase, ({ rules, approvers, required_approvals, tag, accepting, requester, away }) => {
      const account = anAccount({ approvers, required_approvals, rules, away });
      const submitted_by = `arn:aws:sts::111111111111:assumed-role/Developer/${requester}`;
      const asked = aRequest({ status: 'pending-acceptance', required_approvals: 1, submitted_by });
      const request = acceptedBy(account, asked, accepting);
      expect(request.approvals.flatMap(peopleOf)).not.toContain(requester);
      const seen = { ...request, vpc_tags: { accepter: { env: tag } } };
      const longest = (each: typeof request) =>
        entryFor(account, each).longest_active_for ?? Number.POSITIVE_INFINITY;
      const isEnough = (each: typeof request) => {
        const { counted, required } = countNow(account, each);
        return counted >= required;
      };
      const [unseen, known] = [ruleFor(account, request), ruleFor(account, seen)];
      // Peerway refuses nothing for what it can't see.
      if (known.rule?.then === 'refuse') return;
      if (unseen.then === 'accept') {
        expect(known.then).toBe('accept');
        return;
      }
      expect(isEnough(acceptedBy(account, request, PEOPLE))).toBe(!findMissingQuorum(account, request));
      if (known.then === 'accept') return;
      if (known.rule?.then === 'ask') expect(longest(request)).toBeLessThanOrEqual(longest(seen));
      if (!isEnough(request)) return;
      expect(isMetByEach(account, request)).toBe(true);
      expect(isEnough(seen)).toBe(true);
      if (unseen.undetermined.length > 0) decisive++;
      if (request.approvals.some(({ by }) => by.also_for)) forSeveral++;
    }),
    { numRuns: 3000, seed: 20_260_304 },
  );
  expect(decisive).toBeGreaterThan(100);
  expect(forSeveral).toBeGreaterThan(10);
});
