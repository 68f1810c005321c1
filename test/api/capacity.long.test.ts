import { testCapacity } from './test-capacity.ts';

testCapacity(10_000);
