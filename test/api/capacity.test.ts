import { testCapacity } from './test-capacity.ts';

testCapacity(1000);
