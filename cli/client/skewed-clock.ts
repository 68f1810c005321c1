/** As the SDK does. AWS accepts a signature within five minutes of its own time. */
const TOLERATED_MS = 4 * 60_000;

/** This machine's clock, which can be corrected by a server's. */
export class SkewedClock {
  #offsetMs = 0;

  now(): Date {
    return new Date(Date.now() + this.#offsetMs);
  }

  /**
   * Corrects the clock by a response's `Date` header.
   *
   * @returns whether the clock was wrong by so much that a signature wasn't valid
   */
  correct(date: string | null): boolean {
    const serverMs = Date.parse(date ?? '');
    if (Number.isNaN(serverMs) || Math.abs(serverMs - this.now().getTime()) < TOLERATED_MS) return false;
    this.#offsetMs = serverMs - Date.now();
    return true;
  }
}
