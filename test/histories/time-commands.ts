import { always, command, type HistoryCommand } from './command.ts';
import type { PairIndex } from './history.ts';
import { isAsked } from './people-commands.ts';

const MINUTE = 60;

/** The sweeps of a long while, most of which would find nothing: the first ones after it began, and then ever fewer. */
const SWEEPS_MINUTES = [15, 30, 60, 120, 240];

export const pass = (seconds: number, isSwept: boolean): HistoryCommand =>
  command(`${seconds} s pass${isSwept ? ', with sweeps' : ''}`, always, async (model, history) => {
    let passed = 0;
    for (const at of isSwept ? SWEEPS_MINUTES.map((minutes) => minutes * MINUTE) : []) {
      if (at > seconds) break;
      await history.pass(at - passed);
      passed = at;
      await history.sweep();
      // Where nobody creates connections outside, the register has nothing to find.
      if (model.isOutside) await history.updateRegister();
    }
    await history.pass(seconds - passed);
  });

/** To just before the end of the window, or just after. */
export const passToEnd = (pair: PairIndex, secondsAfter: number): HistoryCommand =>
  command(
    `time passes to ${Math.abs(secondsAfter)} s ${secondsAfter < 0 ? 'before' : 'after'} the end of ${pair}`,
    isAsked(pair),
    async (_, history) => {
      const { expires_at } = (await history.latest(pair)) ?? {};
      if (!expires_at) return;
      const seconds = (Date.parse(expires_at) - history.now().getTime()) / 1000 + secondsAfter;
      if (seconds > 0) await history.pass(seconds);
    },
  );

export const sweep: HistoryCommand = command('a sweep', always, (_, history) => history.sweep());
