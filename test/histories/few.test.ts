import { testHistories } from './test-histories.ts';

// The same each time, so that what fails is the change's own. The long run and the search try others.
testHistories(20, 2_027_702_216);
