import type { AwsCall } from './aws-call.ts';
import type { Refusal } from './refusals.ts';

/** What can happen to one attempt at a call. */
export type Fault =
  /** Nobody listens: no effect, no answer. */
  | 'no-connection'
  /** The service fails, before any effect. */
  | 'server-error'
  /** The effect, and no answer. */
  | 'answer-lost'
  | 'throttled'
  /** No answer while the caller waits; the effect comes when it has given up, or long after. */
  | 'slow'
  | 'very-slow'
  /** The function and its execution end before the effect, or after it. */
  | 'killed-before'
  | 'killed-after'
  /** What the service says instead, before any effect. */
  | { answer: Refusal };

export type DisturbedCall = { call: AwsCall; fault: Fault };
