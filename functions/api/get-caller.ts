import { apiHandler, type Call, type Success } from '../edge/api-handler.ts';
import { getCaller as contract } from '../edge/contract/callers.ts';
import { callerRules } from '../wiring.ts';

/** Returns who the caller is to every other route. */
export const getCaller = async ({ caller }: Call<typeof contract>): Promise<Success<typeof contract>> => {
  const { account_id, arn, principal_arn, is_network_team, address = null } = caller;
  return { data: { account_id, arn, principal_arn, is_network_team, email: address } };
};

export const handler = apiHandler(contract, callerRules, getCaller);
