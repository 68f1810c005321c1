import { testAccessibility } from './test-accessibility.ts';

testAccessibility(33, 11);
