import { randomUUID } from 'node:crypto';
import { invalidToken, taskTimedOut } from './errors.ts';
import type { Json } from './interpreter.ts';

export type WaitingTask = {
  succeed(output: Json): void;
  fail(error: string | undefined, cause: string | undefined): void;
  heartbeat(): void;
};

/**
 * The tasks that wait for their token. A token shows that it was issued here, so that we can tell a stale token from an
 * invented one without storing stale ones.
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

  /** Throws TaskTimedOut if the token's task has ended, and InvalidToken if the token was never issued. */
  find(token: string): WaitingTask {
    const task = this.#waiting.get(token);
    if (task !== undefined) return task;
    const issued = /^arn:[^#]+:execution:[^#]+#[0-9a-f-]{36}$/.test(Buffer.from(token, 'base64').toString());
    throw issued ? taskTimedOut() : invalidToken();
  }
}
