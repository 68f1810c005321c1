import { testAccessibility } from './test-accessibility.ts';

testAccessibility(28, 11);
