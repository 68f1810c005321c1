import { median } from './median.ts';

/** Something to time. The time includes waiting for its promise, but not `after`. */
export type Timed = { run: () => Promise<unknown>; after?: () => Promise<unknown> };

/**
 * Measures how long each takes: the median of repetitions in turns, so that a slow moment of the machine affects all
 * of them.
 *
 * @returns milliseconds
 */
export const interleave = async (
  all: readonly Timed[],
  { warmUps, repetitions }: { warmUps: number; repetitions: number },
): Promise<number[]> => {
  const times = all.map((): number[] => []);
  for (let round = -warmUps; round < repetitions; round++) {
    for (const [index, { run, after }] of all.entries()) {
      const startedAt = performance.now();
      await run();
      const took = performance.now() - startedAt;
      if (round >= 0) times[index]?.push(took);
      await after?.();
    }
  }
  return times.map(median);
};
