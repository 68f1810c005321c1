import { createRequire } from 'node:module';

type Pauses = {
  Retry: { delay(): number; throttlingDelay(): number };
  DefaultRateLimiter: { prototype: { getSendToken(): Promise<void> } };
};

/**
 * Between its attempts the SDK pauses in real time, up to seconds, and its limiter for throttled services
 * counts them by a Date that stands still here. No test waits for either. The attempts stay as many as they are.
 * Returns how to have the pauses again.
 */
export const withoutSdkPauses = (): (() => void) => {
  const ofTheSdk = createRequire(createRequire(import.meta.url).resolve('@aws-sdk/client-sfn'));
  const { Retry, DefaultRateLimiter } = ofTheSdk('@smithy/core/retry') as Pauses;
  const { delay, throttlingDelay } = Retry;
  const { getSendToken } = DefaultRateLimiter.prototype;
  Object.assign(Retry, { delay: () => 0, throttlingDelay: () => 0 });
  DefaultRateLimiter.prototype.getSendToken = async () => undefined;
  return () => {
    Object.assign(Retry, { delay, throttlingDelay });
    DefaultRateLimiter.prototype.getSendToken = getSendToken;
  };
};
