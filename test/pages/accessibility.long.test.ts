import { testAccessibility } from './test-accessibility.ts';

testAccessibility(22, 9);
