import { testAccessibility } from './test-accessibility.ts';

// The API reference, the decision page before and after a click, with the list mailed, a link that doesn't work, and the status page.
testAccessibility(7, 3);
