import fc from 'fast-check';
import type { FaultyStack } from '../faults/faulty-stack.ts';
import { arbitraryHistory } from './arbitrary-history.ts';
import type { HistoryCommand } from './command.ts';
import { runHistory } from './run-history.ts';
import { startStackOfHistories } from './stack-of-histories.ts';

/** After so many, the sweeps of a stack see too much that is long over. */
const HISTORIES_OF_A_STACK = 50;

/** EC2's clock is right, ahead of ours, or behind it, from stack to stack. */
const SKEWS_SECONDS = [0, 60, -60];

/** How many histories pass between two words of how far it is. */
const TOLD_EVERY = 50;

export type Checked = {
  runs: number;
  report: string | undefined;
  /** How many of their connections EC2 let be accepted. Without any, little could have gone wrong. */
  accepted: number;
};

/** Runs random histories, and shrinks the first that goes wrong to the few steps that it takes. */
export const checkHistories = async (runs: number, seed: number): Promise<Checked> => {
  let stack: FaultyStack | undefined;
  let lived = 0;
  let wasBad = false;
  let accepted = 0;
  let firstFailure: string | undefined;
  const start = performance.now();
  const closeStack = async (): Promise<void> => {
    const connections = stack?.local.ec2.connections() ?? [];
    accepted += connections.filter(({ acceptedAt }) => acceptedAt !== undefined).length;
    await stack?.close();
  };
  const freshStack = async (): Promise<FaultyStack> => {
    const isWornOut = lived % HISTORIES_OF_A_STACK === 0 || wasBad;
    if (stack && !isWornOut) return stack;
    await closeStack();
    const ec2AheadSeconds =
      SKEWS_SECONDS[Math.floor(lived / HISTORIES_OF_A_STACK) % SKEWS_SECONDS.length] ?? 0;
    stack = await startStackOfHistories(ec2AheadSeconds);
    return stack;
  };
  const result = await fc.check(
    fc.asyncProperty(arbitraryHistory, async (commands: HistoryCommand[]) => {
      const fresh = await freshStack();
      lived += 1;
      wasBad = true;
      try {
        await runHistory(fresh, commands);
      } catch (error) {
        if (firstFailure === undefined) {
          const seconds = Math.round((performance.now() - start) / 1000);
          firstFailure = [...commands.map((each) => `  ${each}`), String(error)].join('\n');
          process.stdout.write(`History ${lived} goes wrong after ${seconds} s:\n${firstFailure}\n`);
        }
        throw error;
      }
      wasBad = false;
      if (lived % TOLD_EVERY === 0) process.stdout.write(`${lived} of ${runs} histories\n`);
    }),
    { numRuns: runs, seed },
  );
  await closeStack();
  return {
    accepted,
    runs: result.numRuns,
    report: result.failed ? `${describeFailure(result)}\n\nAt first it was:\n${firstFailure}` : undefined,
  };
};

const describeFailure = (result: fc.RunDetails<[HistoryCommand[]]>): string =>
  [
    `History ${result.numRuns} from seed ${result.seed} goes wrong. Shrunk ${result.numShrinks} times, it is:`,
    ...(result.counterexample?.[0] ?? []).map((each) => `  ${each}`),
    String(result.errorInstance instanceof Error ? result.errorInstance.message : result.errorInstance),
  ].join('\n');
