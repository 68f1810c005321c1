import type { RequestId } from '../../functions/domain/request/peering-request.ts';
import type { Acknowledged } from '../faults/invariants/decisions-kept.ts';
import type { PairIndex } from './history.ts';

/** The small world that a history is held against. */
export type Model = {
  /** The pairs that were asked for. */
  asked: Set<PairIndex>;
  /** Whether somebody creates connections outside Peerway. */
  isOutside: boolean;
  /** The first decision of each request that was acknowledged: no other one may be, after it. */
  decisions: Map<RequestId, Acknowledged>;
};

export const newModel = (): Model => ({ asked: new Set(), isOutside: false, decisions: new Map() });
