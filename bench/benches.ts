import type { Bench } from './bench.ts';

/** All benches, in the order in which they run. */
export const BENCHES: readonly Bench[] = [
  {
    title: 'cold import',
    about: 'what a function imports before its first call',
    load: async () => (await import('./rows/cold-import.ts')).coldImport,
  },
  {
    title: 'bundle size',
    about: 'what a function uploads',
    load: async () => (await import('./rows/bundle-size.ts')).bundleSize,
  },
  {
    title: 'start',
    about: '`npm start` to the first answer, against its engines alone',
    load: async () => (await import('./rows/start.ts')).start,
  },
  {
    title: 'warm latency',
    about: 'every route through its function, against the same AWS calls made bare',
    load: async () => (await import('./rows/warm-latency.ts')).warmLatency,
  },
  {
    title: 'transitions',
    about: 'state transitions of a life, against the Task states that cannot be left out',
    load: async () => (await import('./rows/transitions.ts')).transitions,
  },
  {
    title: 'cost',
    about: 'what 1,000 requests cost, counted and priced; a month of few, many, very many',
    load: async () => (await import('./rows/cost.ts')).cost,
  },
  {
    title: 'growth',
    about: 'submit, get, a page of a list, a round of the sweep, in ever larger tables',
    load: async () => (await import('./rows/growth.ts')).growth,
  },
  {
    title: 'many windows',
    about: 'open windows side by side through seven days, half of them decided, none lost',
    load: async () => (await import('./rows/many-windows.ts')).manyWindows,
    // The mails and executions of so many, which the local stack keeps, take more than Node allows by itself.
    nodeOptions: ({ manyWindows }) => (manyWindows ? ['--max-old-space-size=16384'] : []),
  },
];
