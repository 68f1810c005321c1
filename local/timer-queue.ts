export type Timer<Id> = {
  readonly id: Id;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly fn: () => unknown;
};

/**
 * Timers sorted by the time at which they are due, then by the order in which they were set. It accepts any delay,
 * while Node's timers and fake ones turn more than 24.8 days into one millisecond.
 */
export class TimerQueue<Id> {
  readonly #timers: Timer<Id>[] = [];
  readonly #dueAt = new Map<Id, number>();

  get next(): Timer<Id> | undefined {
    return this.#timers[0];
  }

  add(timer: Timer<Id>): void {
    this.#timers.splice(this.#firstAfter(timer.at), 0, timer);
    this.#dueAt.set(timer.id, timer.at);
  }

  remove(id: Id): void {
    const at = this.#dueAt.get(id);
    if (at === undefined) return;
    this.#dueAt.delete(id);
    // Times are whole milliseconds, so the timers due at this time come after those of the millisecond before.
    let index = this.#firstAfter(at - 1);
    while (this.#timers[index]?.id !== id) index += 1;
    this.#timers.splice(index, 1);
  }

  #firstAfter(at: number): number {
    let low = 0;
    let high = this.#timers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const timer = this.#timers[middle];
      if (timer !== undefined && timer.at <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
