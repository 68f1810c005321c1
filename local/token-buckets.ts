export type Limit = { size: number; perSecond: number };

/** Takes a token of the key's bucket; `false` if it is empty. */
export type TakeToken = (key: string, limit: Limit) => boolean;

export type TokenBuckets = {
  take: TakeToken;
  /** How often a bucket was empty. */
  readonly refused: number;
};

/** Buckets that are full at first and fill up in real time, as callers and their retries wait in real time, too. */
export const tokenBuckets = (nowMs: () => number = () => performance.now()): TokenBuckets => {
  const buckets = new Map<string, { tokens: number; at: number }>();
  let refused = 0;
  return {
    take: (key, { size, perSecond }) => {
      const now = nowMs();
      const { tokens, at } = buckets.get(key) ?? { tokens: size, at: now };
      const filled = Math.min(size, tokens + ((now - at) / 1000) * perSecond);
      const isTaken = filled >= 1;
      buckets.set(key, { tokens: isTaken ? filled - 1 : filled, at: now });
      if (!isTaken) refused += 1;
      return isTaken;
    },
    get refused() {
      return refused;
    },
  };
};
