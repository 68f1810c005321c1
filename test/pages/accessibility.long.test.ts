import { testAccessibility } from './test-accessibility.ts';

testAccessibility(21, 9);
