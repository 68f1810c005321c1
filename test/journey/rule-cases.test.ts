import { testRuleCases } from './test-rule-cases.ts';

testRuleCases(30);
