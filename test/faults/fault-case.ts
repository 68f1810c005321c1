import type { AwsCall } from './aws-call.ts';
import type { Fault } from './fault.ts';
import type { LifeName } from './lives.ts';

/** One call in one life: the first DescribeVpcs of the second run of a function, for example. */
export type Place = {
  entry: string;
  /** Which run of the function it is in this life; 1 is the first. */
  run: number;
  call: `${AwsCall['service']}.${string}`;
  ordinal: number;
};

/** The five ways in which a call can go wrong, each in two variants. */
export const WAYS = {
  'fails before its effect': {
    once: (call) => (call.attempt === 1 ? 'no-connection' : undefined),
    throughout: () => 'server-error',
  },
  'fails after its effect': {
    once: (call) => (call.attempt === 1 ? 'answer-lost' : undefined),
    throughout: () => 'answer-lost',
  },
  'is throttled': {
    once: (call) => (call.attempt === 1 ? 'throttled' : undefined),
    throughout: () => 'throttled',
  },
  'is slow': {
    once: (call) => (call.attempt === 1 ? 'slow' : undefined),
    throughout: () => 'very-slow',
  },
  'kills its execution': {
    once: () => 'killed-before',
    throughout: () => 'killed-after',
  },
} as const satisfies Record<string, Record<Variant, (call: AwsCall) => Fault | undefined>>;

export type Way = keyof typeof WAYS;

/**
 * Whether one attempt fails and the SDK's next one gets through, or all of its attempts fail, and Step
 * Functions' Retry or the sweep takes over. What kills does so before the effect, or after it; what is slow
 * throughout has its effects when all that came after has had its own.
 */
export type Variant = 'once' | 'throughout';

export type FaultCase = { life: LifeName; place: Place; way: Way; variant: Variant };

export const nameOf = ({ life, place, way, variant }: FaultCase): string =>
  `${life}: ${place.entry} (run ${place.run}) ${place.call} (call ${place.ordinal}) ${way}, ${variant}`;
