import { vi } from 'vitest';
import type { Variant, Way } from '../faults/fault-case.ts';
import { actInConsole, type ConsoleAction, cancel, createInConsole, killExecutions } from './actions.ts';
import { always, command, type HistoryCommand } from './command.ts';
import { describeTarget, type Target } from './disturbances.ts';
import { type History, PAIRS, type PairIndex } from './history.ts';
import { decideMoreTimeNow } from './lifetime-commands.ts';
import type { Model } from './model.ts';
import { decideNow, isAsked } from './people-commands.ts';
import { answerNow } from './review-commands.ts';

export const inConsole = (pair: PairIndex, action: ConsoleAction): HistoryCommand =>
  command(`in the console, ${action} ${pair}`, isAsked(pair), (_, history) =>
    actInConsole(history, pair, action),
  );

export const fail = (target: Target, way: Way, variant: Variant): HistoryCommand =>
  command(`${describeTarget(target)} ${way}, ${variant}`, always, async (_, history) =>
    history.disturbances.fail(target, way, variant),
  );

export type Interruption =
  | ConsoleAction
  | 'the requester cancels'
  | 'the first approver accepts'
  | 'all executions are killed for'
  | 'a sweep looks at'
  | 'somebody creates a connection for'
  | 'the accepter deletes, and a sweep looks at'
  | 'the accepter accepts, and a sweep looks at'
  | 'the register is updated, with'
  | 'another round finds, and the accepter rejects,'
  | 'the first approver grants more time to'
  | 'a review keeps';

const interrupt = async (
  model: Model,
  history: History,
  pair: PairIndex,
  what: Interruption,
): Promise<void> => {
  switch (what) {
    case 'the first approver accepts':
      return decideNow(model, history, pair, ['anna@analytics.example', 'accept']);
    case 'the requester cancels': {
      const request = await history.latest(pair);
      if (request) await cancel(history, request);
      return;
    }
    case 'all executions are killed for':
      return killExecutions(history, pair);
    case 'a sweep looks at':
      return history.sweep();
    case 'somebody creates a connection for':
      return createInConsole(history, pair);
    case 'the accepter deletes, and a sweep looks at':
      await actInConsole(history, pair, 'the accepter deletes');
      return history.sweep();
    case 'the accepter accepts, and a sweep looks at':
      await actInConsole(history, pair, 'the accepter accepts');
      return history.sweep();
    case 'the register is updated, with':
      return history.updateRegister();
    case 'another round finds, and the accepter rejects,':
      await history.updateRegister();
      await actInConsole(history, pair, 'the accepter rejects');
      return history.sweep();
    case 'the first approver grants more time to':
      return decideMoreTimeNow(history, pair, 'anna@analytics.example', 'accept');
    case 'a review keeps':
      return answerNow(history, pair, 'anna@analytics.example', 'keep');
    default:
      return actInConsole(history, pair, what);
  }
};

/** Something happens just before a call takes effect: the races that chance alone would find in years. */
export const meanwhile = (target: Target, pair: PairIndex, what: Interruption): HistoryCommand =>
  command(`before ${describeTarget(target)}: ${what} ${pair}`, always, async (model, history) =>
    history.disturbances.meanwhile(target, () => interrupt(model, history, pair, what)),
  );

export const kill = (pair: PairIndex): HistoryCommand =>
  command(`the execution of ${pair} is killed`, isAsked(pair), (_, history) => killExecutions(history, pair));

/** All that runs is gone, and the functions begin anew, with nothing kept in memory. */
export const restart: HistoryCommand = command('everything is started again', always, async (_, history) => {
  for (const pair of PAIRS) await killExecutions(history, pair);
  vi.resetModules();
});
