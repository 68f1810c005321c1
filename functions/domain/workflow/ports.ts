import type { DecisionKind, RequestId } from '../request/peering-request.ts';
import type { RequestStatus } from '../request/status.ts';

/** The executions of the state machine. */
export interface Executions {
  /** Starts the execution that follows a request; `false` when one of that name exists already. */
  start(id: RequestId, executionName: string): Promise<boolean>;
  /** `false` also for one that never was. */
  isRunning(executionName: string): Promise<boolean>;
  /** The names of all that run. */
  running(): Promise<ReadonlySet<string>>;
}

/** Answers to the tasks that wait. A token that nobody waits on any more is no error: `false`. */
export interface TaskTokens {
  sendDecision(token: string, id: RequestId, decision: DecisionKind): Promise<boolean>;
  /** Nothing is left to decide. */
  sendEnd(token: string, status: RequestStatus): Promise<boolean>;
}
