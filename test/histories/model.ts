import type { Acknowledged } from '../faults/invariants/decisions-kept.ts';
import type { PairIndex } from './history.ts';

/** One request, as the people around it know it. */
export type ModelRequest = {
  /** The first decision that was acknowledged: no other one may be, after it. */
  decision?: Acknowledged;
};

/** The small world that a history is held against: the latest request of each pair, if one was asked for. */
export type Model = { requests: Map<PairIndex, ModelRequest> };

export const newModel = (): Model => ({ requests: new Map() });
