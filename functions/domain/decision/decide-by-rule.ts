import type { Account } from '../directory/ports.ts';
import { asItWas, decidedBy } from '../directory/rules.ts';
import type { Change } from '../request/change.ts';
import type { Decision, PeeringRequest } from '../request/peering-request.ts';
import type { Rule } from '../request/rule.ts';
import { decide, isOpenFor } from './decide.ts';

/** Records what a rule of the directory decides, and the rule as it is now; `undefined` if the request isn't open for it. */
export const decideByRule = (
  request: PeeringRequest,
  rule: Rule,
  made: Omit<Decision, 'by' | 'comment'>,
  account: Account | undefined,
): Change | undefined => {
  const decision = { ...made, ...decidedBy(rule) };
  if (request.decision || !isOpenFor(request, decision)) return undefined;
  const { entry, ...change } = decide(request, decision, account);
  return { ...change, entry: { ...entry, ...asItWas(rule) } };
};
