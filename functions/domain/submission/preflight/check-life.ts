import type { Account } from '../../directory/ports.ts';
import { ValidationError } from '../../request/errors.ts';
import { capitalize } from '../../wording/statuses.ts';
import { describeSeconds } from '../../wording/times.ts';
import type { Applicant } from './applicant.ts';
import { type Finding, fail, pass } from './finding.ts';

const CHECK = 'active-for';

/** Whether the connection may live for as long as it is asked for. Nothing is said where neither side names a time. */
export const checkLife = (
  { active_for, found }: Pick<Applicant, 'active_for' | 'found'>,
  account: Account | undefined,
): Finding[] => {
  const longest = account?.longest_active_for;
  if (longest !== undefined && active_for === undefined) {
    return [
      {
        check: CHECK,
        result: 'warn',
        message: `${capitalize(nameOf(account))} wants connections to have an end, after at most ${describeSeconds(longest)}. This request asks for none.`,
        remedy: found
          ? 'A connection that was created outside Peerway has no end. For one with an end, reject it and have it requested through Peerway.'
          : 'Set `active_for`, or say in the justification why the connection needs no end.',
      },
    ];
  }
  if (active_for === undefined) return [];
  if (longest === undefined || active_for <= longest) {
    return [
      pass(CHECK, `Peerway deletes the connection after it was active for ${describeSeconds(active_for)}.`),
    ];
  }
  const message = `Active for (${describeSeconds(active_for)}) must not exceed what ${nameOf(account)} allows: ${describeSeconds(longest)}.`;
  return [
    fail(
      CHECK,
      message,
      'Ask for less. Before the connection ends, you can ask for more time.',
      new ValidationError([{ path: 'active_for', message }]),
    ),
  ];
};

const nameOf = (account: Account | undefined): string =>
  account ? `account ${account.account_id} (${account.name})` : 'the accepter account';
