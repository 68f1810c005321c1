import { testAccessibility } from './test-accessibility.ts';

// The decision page before and after a click, a link that doesn't work, and the status page.
testAccessibility(5, 2);
