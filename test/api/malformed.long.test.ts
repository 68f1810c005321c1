import { testMalformed } from './test-malformed.ts';

testMalformed(10_000);
