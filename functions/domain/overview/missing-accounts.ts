import type { Account, MissingAccounts } from '../directory/ports.ts';
import { DIGEST_LINES, type Digest } from '../mail/network-team-mails.ts';
import { getAccountName } from '../wording/account-names.ts';
import { describeCount, formatUtc } from '../wording/times.ts';

/** Those that the most accounts asked for come first: one account alone can ask as often as it likes. */
export const listMissing = async (
  known: ReadonlyMap<string, Account>,
  since: string,
  missingAccounts: Pick<MissingAccounts, 'list'>,
): Promise<Digest['missing']> => {
  const { asked, is_cut } = await missingAccounts.list();
  const unknown = asked.filter(({ account_id }) => !known.has(account_id));
  const missing = [...Map.groupBy(unknown, ({ account_id }) => account_id)]
    .map(([account_id, all]) => ({
      account_id,
      requesters: [...new Set(all.map(({ requester_account_id }) => requester_account_id))],
      times: all.reduce((sum, { times }) => sum + times, 0),
      last_at:
        all
          .map(({ last_at }) => last_at)
          .sort()
          .at(-1) ?? '',
    }))
    .sort((one, other) => other.requesters.length - one.requesters.length || other.times - one.times);
  return {
    lines: missing.slice(0, DIGEST_LINES).map(({ account_id, requesters, times, last_at }) => {
      const [only = '', ...others] = requesters;
      const by = others.length > 0 ? `${requesters.length} accounts` : getAccountName(known.get(only), only);
      return `${account_id}: asked for ${describeCount(times)} by ${by}, last on ${formatUtc(last_at)}`;
    }),
    total: { count: missing.length, is_cut },
    new_count: missing.filter(({ last_at }) => last_at >= since).length,
  };
};
