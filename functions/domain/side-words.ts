import type { Account } from './ports.ts';
import { oneLine } from './user-text.ts';

/** What the directory calls an account. */
export const accountName = (account: Account | undefined, accountId: string): string =>
  account ? oneLine(account.name) : `account ${accountId}`;
