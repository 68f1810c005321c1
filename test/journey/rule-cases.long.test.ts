import { testRuleCases } from './test-rule-cases.ts';

/** `RULE_CASES=1000 npx vitest run test/journey/rule-cases.long.test.ts` takes more time. */
testRuleCases(Number(process.env['RULE_CASES'] ?? 200));
