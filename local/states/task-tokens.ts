import { randomUUID } from 'node:crypto';
import { invalidToken, taskTimedOut } from './errors.ts';
import type { Json } from './interpreter.ts';

export type WaitingTask = {
  succeed(output: Json): void;
  fail(error: string | undefined, cause: string | undefined): void;
  heartbeat(): void;
};

/**
 * The tasks that wait for their token to be sent back. A token says itself that it was issued here, so that
 * a stale one is told from an invented one without keeping any that is stale.
 */
export class TaskTokens {
  readonly #waiting = new Map<string, WaitingTask>();

  issue(executionArn: string): string {
    return Buffer.from(`${executionArn}#${randomUUID()}`).toString('base64');
  }

  open(token: string, task: WaitingTask): void {
    this.#waiting.set(token, task);
  }

  close(token: string): void {
    this.#waiting.delete(token);
  }

  /** Throws TaskTimedOut for a token whose task has ended, InvalidToken for one that never was. */
  find(token: string): WaitingTask {
    const task = this.#waiting.get(token);
    if (task !== undefined) return task;
    const issued = /^arn:[^#]+:execution:[^#]+#[0-9a-f-]{36}$/.test(Buffer.from(token, 'base64').toString());
    throw issued ? taskTimedOut() : invalidToken();
  }
}
