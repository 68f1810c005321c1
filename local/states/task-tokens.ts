import { createHash, randomUUID } from 'node:crypto';
import { invalidToken, taskTimedOut } from './errors.ts';
import type { Json } from './interpreter.ts';

export type WaitingTask = {
  succeed(output: Json): void;
  fail(error: string | undefined, cause: string | undefined): void;
  heartbeat(): void;
};

/**
 * The tasks that wait for their token. A token contains a hash that shows that it was issued here, in this run or an
 * earlier one, so that we can tell a stale token from an invented one without storing stale ones.
 */
export class TaskTokens {
  readonly #waiting = new Map<string, WaitingTask>();

  issue(executionArn: string): string {
    const task = `${executionArn}#${randomUUID()}`;
    return Buffer.from(`${task}#${hashOf(task)}`).toString('base64');
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
    const [, issued = '', hash] = /^(.+)#(.+)$/.exec(Buffer.from(token, 'base64').toString()) ?? [];
    throw hash === hashOf(issued) ? taskTimedOut() : invalidToken();
  }
}

const hashOf = (task: string): string => createHash('sha256').update(`task token of ${task}`).digest('hex');
