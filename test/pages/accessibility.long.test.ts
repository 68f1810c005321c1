import { testAccessibility } from './test-accessibility.ts';

testAccessibility(57, 12);
