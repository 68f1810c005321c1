/** The first pause after a throttled call is this long at most: capacity that is used up returns within seconds. */
export const THROTTLED_PAUSE_MS = 200;

/** Waits before another attempt: longer each time, and at random, so that those who collided don't do so again. */
export const backOff = (attempt: number, firstPauseMs: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, firstPauseMs * 2 ** (attempt - 1) * Math.random()));
