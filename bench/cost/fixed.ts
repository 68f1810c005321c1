import { settingsOf } from '../../infra/functions/function-settings.ts';
import { PRICES } from '../prices.ts';

/** Metrics that alarms look at: 20 of their own, 2 of the table, and the throttles of 30 functions. */
const ALARMED_METRICS = 52;

/** What the sweep and the digest report, and what API Gateway throttled. */
const CUSTOM_METRICS = 10;

/** Every 15 minutes; a sweep of a hundred windows takes a few seconds: an assumption. */
const SWEEPS = { count: 96 * 30, seconds: 3 };

/** US dollars a month, whether or not anybody asks for anything. */
export const fixedCosts = (): Readonly<Record<string, number>> => ({
  'the KMS key': PRICES.key,
  alarms: ALARMED_METRICS * PRICES.alarm,
  metrics: CUSTOM_METRICS * PRICES.metric,
  dashboard: PRICES.dashboard,
  'the sweep':
    SWEEPS.count *
    (PRICES.invocation +
      (SWEEPS.seconds * settingsOf('schedules/sweep').memoryMb * PRICES.gigabyteSecond) / 1024),
});
