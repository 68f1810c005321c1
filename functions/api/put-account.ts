import type { Account, Directory } from '../domain/directory/ports.ts';
import { ValidationError } from '../domain/request/errors.ts';
import { isSamePerson } from '../domain/request/person.ts';
import type { Clock } from '../domain/request/ports.ts';
import { accountView } from '../edge/account-view.ts';
import { apiHandler, type Call, type Success } from '../edge/api-handler.ts';
import { assertNetworkTeam } from '../edge/caller.ts';
import { putAccount as contract } from '../edge/contract/accounts.ts';
import { toDays, toSeconds } from '../edge/contract/fields.ts';
import { readRule } from '../edge/rule-view.ts';
import { callerRules, clock, defaultReminders, directory } from '../wiring.ts';

/**
 * Adds an account to the directory, or replaces it.
 *
 * @throws ForbiddenError, ValidationError
 */
export const putAccount = async (
  { params: { account_id }, body, caller }: Call<typeof contract>,
  deps: { directory: Directory; clock: Clock; defaultReminders: readonly number[] },
): Promise<Success<typeof contract>> => {
  assertNetworkTeam(caller);
  const approvers = [...new Set(body.approvers.map((approver) => approver.toLowerCase()))];
  const respelled = approvers.flatMap((approver, index) => {
    const other = approvers.slice(0, index).find((earlier) => isSamePerson(earlier, approver));
    return other ? [`${other} and ${approver} are one person: list each approver once.`] : [];
  });
  if (respelled.length > 0) {
    throw new ValidationError(respelled.map((message) => ({ path: 'approvers', message })));
  }
  const required_approvals = body.required_approvals ?? 1;
  if (approvers.length < required_approvals && approvers.length > 0) {
    throw new ValidationError([
      {
        path: 'required_approvals',
        message: `Required approvals (${required_approvals}) must not exceed the number of different approvers (${approvers.length}).`,
      },
    ]);
  }
  const now = deps.clock().toISOString();
  const account: Account = {
    account_id,
    name: body.name,
    approvers,
    onboarded: body.onboarded,
    auto_accept_from: [...new Set(body.auto_accept_from ?? [])],
    required_approvals,
    reminders: body.reminders?.map(toSeconds) ?? deps.defaultReminders,
    ...(body.time_zone && { time_zone: body.time_zone }),
    ...(body.connect && { connect: body.connect }),
    ...(body.escalation_email && { escalation_email: body.escalation_email.toLowerCase() }),
    ...(body.decide_by && { decide_by: [...new Set(body.decide_by)] }),
    ...(body.pick_up && { pick_up: true }),
    ...(body.pick_up_unknown && { pick_up_unknown: true }),
    ...(body.repeat_rejection && { repeat_rejection: toSeconds(body.repeat_rejection) }),
    ...(body.longest_active_for && { longest_active_for: toSeconds(body.longest_active_for) }),
    ...(body.review_every && { review_every: toDays(body.review_every) }),
    ...(body.review_unanswered && { review_unanswered: body.review_unanswered }),
    ...(body.rules && body.rules.length > 0 && { rules: body.rules.map(readRule) }),
    created_at: (await deps.directory.account(account_id))?.created_at ?? now,
    updated_at: now,
    updated_by: caller.arn,
  };
  await deps.directory.put(account);
  return { data: accountView(account) };
};

export const handler = apiHandler(contract, callerRules, (call) =>
  putAccount(call, { directory: directory(), clock, defaultReminders: defaultReminders() }),
);
