import { testAccessibility } from './test-accessibility.ts';

testAccessibility(41, 11);
