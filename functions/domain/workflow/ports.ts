import type { DecisionKind, RequestId } from '../request/peering-request.ts';
import type { RequestStatus } from '../request/status.ts';

/** The executions of the state machine. */
export interface Executions {
  /** Starts the execution that follows a request; `false` when one with that name already exists. */
  start(id: RequestId, executionName: string): Promise<boolean>;
  /** `false` also for an execution that never existed. */
  isRunning(executionName: string): Promise<boolean>;
  /** The names of all running executions. */
  running(): Promise<ReadonlySet<string>>;
}

/**
 * What the state machine does next: it carries out the decision; accepts and connects the VPCs; or removes their routes
 * and deletes the connection.
 */
export type TaskAnswer = DecisionKind | 'connect' | 'disconnect';

/** Answers waiting tasks. A stale token is not an error: the methods return `false`. */
export interface TaskTokens {
  sendDecision(token: string, id: RequestId, answer: TaskAnswer): Promise<boolean>;
  /** Reports that the request ended and nothing is left to decide. */
  sendEnd(token: string, status: RequestStatus): Promise<boolean>;
}
