import { median } from './median.ts';

/** A thing to time. What it returns is waited for; what `after` does is not in the time. */
export type Timed = { run: () => Promise<unknown>; after?: () => Promise<unknown> };

/**
 * How long each takes: the median over repetitions in which all take turns, so that whatever slows the machine
 * down meanwhile slows all of them.
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
