import { readClockFile } from './clock-file.ts';
import { progressBar } from './demo/progress-bar.ts';
import { playTraffic } from './play-traffic.ts';
import { runSchedules } from './schedules.ts';
import { companyAccounts } from './seed-company.ts';
import { DAY_MS, TRAFFIC_MS } from './seed-traffic.ts';
import { type Stack, type StackOptions, startStack } from './stack.ts';

/**
 * Starts the stack with a company, and eight days of its requests behind it. A saved stack has them already.
 *
 * @param members how many member accounts there are, with the seeded ones
 */
export const startCompany = async (
  members: number,
  { speed = 1, ...options }: Pick<StackOptions, 'port' | 'speed' | 'dataDir' | 'throttles'>,
  print: (line: string) => void,
): Promise<Stack> => {
  const accounts = companyAccounts(members);
  if (options.dataDir && readClockFile(options.dataDir).startAt)
    return startStack({ ...options, speed, accounts });
  const until = new Date();
  const from = new Date(until.getTime() - (until.getTime() % DAY_MS) - TRAFFIC_MS);
  print(`Starting with ${members} accounts, and their requests of the last eight days.`);
  const stack = await startStack({ ...options, speed: 0, startAt: from, accounts, schedules: false });
  const bar = progressBar(process.stdout, { from, until });
  const startedAt = performance.now();
  const requests = await playTraffic(stack, accounts, until, bar.show);
  bar.clear();
  print(`${requests} requests in ${Math.round((performance.now() - startedAt) / 1000)} seconds.\n`);
  stack.clock.setSpeed(speed);
  const stop = runSchedules(stack.clock);
  return {
    ...stack,
    close: () => {
      stop();
      return stack.close();
    },
  };
};
