/** How often each account has used something in an hour. */
export interface Budgets {
  /**
   * Counts one more use.
   *
   * @param hour the start of the hour
   * @returns `false` when the account has used its limit in that hour. Then nothing is counted.
   */
  use(accountId: string, hour: Date, limit: number): Promise<boolean>;
}
