import { Metrics } from '@aws-lambda-powertools/metrics';

/** The metrics of a function instance, which alarms watch, in the namespace Peerway. */
export const metrics = new Metrics({ namespace: 'Peerway', serviceName: 'peerway' });
