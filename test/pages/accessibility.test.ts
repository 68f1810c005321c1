import { testAccessibility } from './test-accessibility.ts';

// The API reference, the decision page before and after a click, a link that doesn't work, and the status page.
testAccessibility(6, 2);
