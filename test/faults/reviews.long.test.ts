import { testReviews } from './test-reviews.ts';

testReviews(
  'killed at any of its calls, or without an answer, a review ends right',
  ({ isWrite, operation }) => {
    if (!isWrite) return ['killed-before', 'server-error'];
    // A mail whose answers are all lost went out each time.
    const lost = operation === 'SendEmail' ? [] : (['answer-lost'] as const);
    return ['killed-before', 'killed-after', 'server-error', 'throttled', ...lost];
  },
);
