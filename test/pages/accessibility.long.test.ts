import { testAccessibility } from './test-accessibility.ts';

testAccessibility(49, 11);
