import { sampleOf, testCalls } from './test-calls.ts';

const SEED = 2_027_702_214;

// The same each time: the long run takes others.
testCalls('calls of a request that is accepted, failed in some of the five ways: all end right', {
  lives: ['accepted'],
  sessions: ['long'],
  choose: (cases) => sampleOf(cases, 20, SEED),
  seed: SEED,
});

testCalls('calls of a connection that is picked up, and of one that ends by its date, failed likewise', {
  lives: ['picked up', 'ended by its date'],
  sessions: ['long'],
  choose: (cases) => sampleOf(cases, 8, SEED),
  seed: SEED,
});
