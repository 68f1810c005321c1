import { testAccessibility } from './test-accessibility.ts';

testAccessibility(23, 10);
