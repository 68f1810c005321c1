import type { Bench } from './bench.ts';

/** The benches, in the order in which they run. */
export const BENCHES: readonly Bench[] = [
  {
    title: 'cold import',
    about: 'how long a function takes to import before its first call',
    load: async () => (await import('./rows/cold-import.ts')).coldImport,
  },
  {
    title: 'bundle size',
    about: 'the size of the code that is uploaded for a function',
    load: async () => (await import('./rows/bundle-size.ts')).bundleSize,
  },
  {
    title: 'start',
    about: '`npm start` to the first response, compared with only its engines',
    load: async () => (await import('./rows/start.ts')).start,
  },
  {
    title: 'warm latency',
    about: 'every route through its function, compared with only its AWS calls',
    load: async () => (await import('./rows/warm-latency.ts')).warmLatency,
  },
  {
    title: 'round trips',
    about: 'how many AWS calls of every route wait for each other',
    load: async () => (await import('./rows/round-trips.ts')).roundTrips,
  },
  {
    title: 'transitions',
    about: 'state transitions per request, compared with the Task states that it needs',
    load: async () => (await import('./rows/transitions.ts')).transitions,
  },
  {
    title: 'cost',
    about: 'the cost of 1,000 requests, and of a month with few, many and very many',
    load: async () => (await import('./rows/cost.ts')).cost,
  },
  {
    title: 'growth',
    about: 'submit, get, a page of a list and a round of the sweep, in larger and larger tables',
    load: async () => (await import('./rows/growth.ts')).growth,
  },
  {
    title: 'overview',
    about: 'the board, the digest and a list with 10,000 open requests, compared with 100',
    load: async () => (await import('./rows/overview.ts')).overview,
  },
  {
    title: 'many windows',
    about: 'many requests at once through seven days, half of them decided, none lost',
    load: async () => (await import('./rows/many-windows.ts')).manyWindows,
  },
  {
    title: 'register round',
    about: 'a round of the register over 300 accounts in five Regions, one slow and one shut',
    load: async () => (await import('./rows/register-round.ts')).registerRound,
  },
];
