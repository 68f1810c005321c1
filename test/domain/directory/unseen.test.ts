import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countNow } from '../../../functions/domain/directory/count-approvals.ts';
import { entryFor } from '../../../functions/domain/directory/entry-for.ts';
import { findMissingQuorum } from '../../../functions/domain/directory/missing-quorum.ts';
import { ruleFor } from '../../../functions/domain/directory/rules.ts';
import type { Approval } from '../../../functions/domain/request/peering-request.ts';
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
});

const approvalOf = (id: string): Approval => ({
  kind: 'accept',
  by: { kind: 'approver', id },
  at: '2026-03-03T09:00:00.000Z',
});

it('what is enough where Peerway can’t see is enough whatever there is to see', () => {
  let decisive = 0;
  fc.assert(
    fc.property(aCase, ({ rules, approvers, required_approvals, tag, accepting }) => {
      const account = anAccount({ approvers, required_approvals, rules });
      const request = aRequest({
        status: 'pending-acceptance',
        required_approvals: 1,
        approvals: accepting.map(approvalOf),
      });
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
      if (!findMissingQuorum(account, { ...request, approvals: [] })) {
        expect(isEnough({ ...request, approvals: PEOPLE.map(approvalOf) })).toBe(true);
      }
      if (known.then === 'accept') return;
      if (known.rule?.then === 'ask') expect(longest(request)).toBeLessThanOrEqual(longest(seen));
      if (!isEnough(request)) return;
      expect(isEnough(seen)).toBe(true);
      if (unseen.undetermined.length > 0) decisive++;
    }),
    { numRuns: 5000, seed: 20_260_304 },
  );
  expect(decisive).toBeGreaterThan(100);
});
