import { testIdempotency } from './test-idempotency.ts';

testIdempotency(25);
