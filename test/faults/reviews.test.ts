import { testReviews } from './test-reviews.ts';

testReviews('killed before or after any of its writes, a review ends right', ({ isWrite, operation }) => {
  if (!isWrite) return [];
  // What no single write has done is done by the next run, as if it were the first.
  return operation === 'TransactWriteItems' ? ['killed-before', 'killed-after'] : ['killed-after'];
});
