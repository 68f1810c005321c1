import { invokeFunction } from '../../local/functions.ts';
import type { Stack } from '../../local/stack.ts';
import { isTableCall, requestUnits, unitsIn } from '../consumed-units.ts';
import { listenToSdk, type SdkCall } from '../sdk-calls.ts';

export type SweepRun = {
  /** Of EC2 and STS. */
  calls: number;
  /** Of one action of EC2, in the account and Region with the most: EC2 throttles these together. */
  calls_in_one_place: number;
  throttled: number;
  /** Request units of DynamoDB. */
  units: number;
  /** Of the longest chain of calls that wait for each other. */
  seconds: number;
};

/** Taken, not measured: how long a call takes on AWS. */
const CALL_SECONDS = { table: 0.01, other: 0.1 };

/** Requests of one run, as in the sweep. */
const A_RUN = 5000;

/** Runs the sweep until it has looked at every open request, and returns the run that took most. */
export const sweepRuns = async (stack: Stack, open: number): Promise<SweepRun> => {
  const runs: SweepRun[] = [];
  for (let left = open; left > 0; left -= A_RUN) runs.push(await measureRun(stack));
  return runs.reduce((most, run) => (run.seconds > most.seconds ? run : most));
};

const measureRun = async ({ ec2, clock, throttled }: Stack): Promise<SweepRun> => {
  const before = { calls: new Set(ec2.calls()), throttled: throttled() };
  let units = 0;
  let seconds = 0;
  const begunAt = new WeakMap<SdkCall, number>();
  const stop = listenToSdk({
    beforeCall: requestUnits,
    onSend: (call) => void begunAt.set(call, seconds),
    afterCall: (call, output) => {
      if (isTableCall(call) && output) units += unitsIn(output);
      const took = isTableCall(call) ? CALL_SECONDS.table : CALL_SECONDS.other;
      seconds = Math.max(seconds, (begunAt.get(call) ?? 0) + took);
    },
  });
  try {
    await clock.work(() => invokeFunction('schedules/sweep', {}));
  } finally {
    stop();
  }
  const calls = ec2.calls().filter((call) => !before.calls.has(call));
  const ofEc2 = calls.filter(({ action }) => action !== 'AssumeRole');
  const places = Map.groupBy(ofEc2, ({ accountId, region, action }) => `${accountId} ${region} ${action}`);
  return {
    calls: calls.length,
    calls_in_one_place: Math.max(0, ...[...places.values()].map(({ length }) => length)),
    throttled: throttled() - before.throttled,
    units,
    seconds,
  };
};
