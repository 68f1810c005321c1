import type fc from 'fast-check';
import type { History } from './history.ts';
import type { Model } from './model.ts';

export type HistoryCommand = fc.AsyncCommand<Model, History>;

/** A step of a history. Its text is what a shrunk history is read from. */
export const command = (
  text: string,
  isPossible: (model: Model) => boolean,
  run: (model: Model, history: History) => Promise<void>,
): HistoryCommand => ({ check: isPossible, run, toString: () => text });

export const always = (): boolean => true;
