import { apiHandler } from '../edge/api-handler.ts';
import { checkRequested } from '../edge/check-requested.ts';
import { preflight as contract } from '../edge/contract/peering-requests.ts';
import { countMissingAccounts } from '../edge/count-missing-accounts.ts';
import { callerRules, homeRegion, missingAccounts, preflight } from '../wiring.ts';

/** Checks a request without submitting it. */
export const handler = apiHandler(contract, callerRules, async ({ body, caller }) => ({
  data: await checkRequested(body, caller, {
    homeRegion: homeRegion(),
    preflight: countMissingAccounts(preflight, missingAccounts),
  }),
}));
