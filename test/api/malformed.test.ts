import { testMalformed } from './test-malformed.ts';

testMalformed(1000);
