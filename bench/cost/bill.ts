import { INDEXES } from '../../functions/adapters/table.ts';
import { entriesWithSettings, settingsOf } from '../../infra/functions/function-settings.ts';
import { PRICES } from '../prices.ts';
import type { Counted } from './count-life.ts';

/**
 * How long a function runs on AWS, in seconds. This is an assumption, because local times say nothing about AWS.
 * Functions that call EC2 in member accounts wait for it; the others wait only for DynamoDB.
 */
const ASSUMED_SECONDS = { calls_ec2: 0.5, others: 0.1 };

/** How much a function and the workflow log, in gigabytes. This is an assumption. */
const ASSUMED_LOG = { invocation: 1e-6, transition: 2.5e-6 };

/** US dollars. */
export type Bill = {
  transitions: number;
  functions: number;
  table: number;
  api: number;
  /** Copies of audit events in the archive, events on the bus, requests to the hub's topic, and logs. */
  records: number;
  mails: number;
};

export const billOf = (counted: Counted): Bill => {
  const calls = Object.values(counted.invocations).reduce((sum, count) => sum + count, 0);
  return {
    transitions: counted.transitions * PRICES.transition,
    functions: calls * PRICES.invocation + gigabyteSeconds(counted) * PRICES.gigabyteSecond,
    table: counted.write_units * PRICES.writeUnit + counted.read_units * PRICES.readUnit,
    api: counted.api_calls * PRICES.apiCall,
    records:
      counted.audit_events * PRICES.put +
      counted.bus_events * PRICES.event +
      counted.publishes * PRICES.publish +
      (calls * ASSUMED_LOG.invocation + counted.transitions * ASSUMED_LOG.transition) * PRICES.logGigabyte,
    mails: counted.mails * PRICES.mail,
  };
};

const gigabyteSeconds = ({ invocations }: Counted): number =>
  Object.entries(invocations).reduce((sum, [entry, count]) => {
    const { memoryMb, variables } = settingsOf(entry);
    const seconds = variables.includes('EXTERNAL_ID') ? ASSUMED_SECONDS.calls_ec2 : ASSUMED_SECONDS.others;
    return sum + (count * seconds * memoryMb) / 1024;
  }, 0);

/** The cost of what is counted for the request itself: without records and emails. */
export const withoutMails = ({ transitions, functions, table, api }: Bill): number =>
  transitions + functions + table + api;

export const total = (bill: Bill): number => Object.values(bill).reduce((sum, part) => sum + part, 0);

/** The metrics of alarms: 23 with one metric, reads and writes of the table and each index, throttles of each function. */
const ALARMED_METRICS = 23 + 2 * (1 + Object.keys(INDEXES).length) + entriesWithSettings().length;

/** The metrics of the sweep and the digest, and of throttled API calls. */
const CUSTOM_METRICS = 10;

/** Every 15 minutes. That a sweep of a hundred requests takes a few seconds is an assumption. */
const SWEEPS = { count: 96 * 30, seconds: 3 };

/** US dollars per month, even without requests. */
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
