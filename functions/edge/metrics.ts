import { Metrics } from '@aws-lambda-powertools/metrics';

/** One for each function instance: what alarms count, in the namespace Peerway. */
export const metrics = new Metrics({ namespace: 'Peerway', serviceName: 'peerway' });
