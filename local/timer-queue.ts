import TinyQueue from 'tinyqueue';

export type Timer<Id> = {
  readonly id: Id;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly fn: () => unknown;
};

/** When a timer is due, and how many were set before it. */
type Due<Id> = { readonly id: Id; readonly at: number; readonly place: number };

/**
 * Timers sorted by the time at which they are due, then by the order in which they were set. It accepts any delay,
 * while Node's timers and fake ones turn more than 24.8 days into one millisecond.
 */
export class TimerQueue<Id> {
  readonly #timers = new Map<Id, Timer<Id>>();
  /** Also those that were removed, until they would be due. */
  readonly #due = new TinyQueue<Due<Id>>([], (one, other) => one.at - other.at || one.place - other.place);
  #set = 0;

  get next(): Timer<Id> | undefined {
    for (let due = this.#due.peek(); due; due = this.#due.peek()) {
      const timer = this.#timers.get(due.id);
      if (timer) return timer;
      this.#due.pop();
    }
    return undefined;
  }

  add(timer: Timer<Id>): void {
    this.#timers.set(timer.id, timer);
    this.#due.push({ id: timer.id, at: timer.at, place: ++this.#set });
  }

  remove(id: Id): void {
    this.#timers.delete(id);
  }
}
