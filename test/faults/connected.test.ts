import { sampleOf, testCalls } from './test-calls.ts';

const SEED = 2_027_702_215;

// The same each time: the long run takes others.
testCalls(
  'calls of requests that are connected and torn down, failed in some of the five ways: all end right',
  {
    lives: ['connected', 'disconnected', 'connected, and deleted outside'],
    sessions: ['long'],
    choose: (cases) =>
      sampleOf(
        cases.filter(({ place }) => /connect/.test(place.entry)),
        25,
        SEED,
      ),
    seed: SEED,
  },
);
