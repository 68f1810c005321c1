import { testAccessibility } from './test-accessibility.ts';

// The API reference, the decision page before and after a click, with the list mailed, where somebody goes away, a link that doesn't work, and the status page.
testAccessibility(9, 3);
