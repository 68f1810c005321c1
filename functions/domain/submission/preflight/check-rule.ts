import type { Account } from '../../directory/ports.ts';
import type { RequestFacts, Ruling } from '../../directory/rules.ts';
import { RefusedByRuleError } from '../../request/errors.ts';
import { describeRule, describeRuling, describeUndetermined } from '../../wording/rules.ts';
import { type Finding, fail, pass } from './finding.ts';

const CHECK = 'rule';

/** Which of the directory's rules holds, and why. Nothing is said where there are none. */
export const checkRule = (
  account: Account | undefined,
  ruling: Ruling | undefined,
  facts: RequestFacts,
): Finding[] => {
  if (!account?.rules?.length || !ruling) return [];
  const { rule, then, undetermined } = ruling;
  const unknown = undetermined.map((each) => describeUndetermined(each, (side) => facts[side].vpc_id));
  if (then === 'refuse' && rule) {
    const message = [...unknown, describeRule(rule, 'refuses this request')].join(' ');
    return [
      fail(
        CHECK,
        message,
        'Change what the rule is about, or ask the network team.',
        new RefusedByRuleError(rule.name, describeRule(rule, 'refuses this request')),
      ),
    ];
  }
  const message = [...unknown, describeRuling(ruling)].join(' ');
  if (ruling.held_back === 'too-long') {
    const remedy = 'To have it accepted without anybody, set `active_for` to what the rule allows.';
    return [{ check: CHECK, result: 'warn', message, remedy }];
  }
  return [unknown.length > 0 ? { check: CHECK, result: 'unknown', message } : pass(CHECK, message)];
};
