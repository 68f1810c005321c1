import type { ThrottleSettings } from 'aws-cdk-lib/aws-apigatewayv2';
import type { HttpRoute } from '../../functions/routes.ts';

/** Requests a second, and how many may come at once, for all callers of a route together. */
export const THROTTLES = {
  /** Each submit asks EC2 about ten times, in accounts that others use as well. */
  submits: { rateLimit: 2, burstLimit: 10 },
  writes: { rateLimit: 10, burstLimit: 20 },
  reads: { rateLimit: 50, burstLimit: 100 },
} as const satisfies Record<string, Required<ThrottleSettings>>;

const SUBMITS = ['api/submit-request', 'api/resubmit-request'];

export const throttleOf = ({ method, entry, throttle }: HttpRoute): Required<ThrottleSettings> => {
  if (throttle) return { rateLimit: throttle.rate, burstLimit: throttle.burst };
  if (SUBMITS.includes(entry)) return THROTTLES.submits;
  return method === 'GET' ? THROTTLES.reads : THROTTLES.writes;
};
