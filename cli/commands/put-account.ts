import { type Command, InvalidArgumentError } from 'commander';
import { getAccount, putAccount } from '../../functions/edge/contract/accounts.ts';
import type { Account, Fields } from '../client/api-types.ts';
import { fieldsOf, optionName, parseFields } from '../client/fields.ts';
import { RefusedError, UsageError } from '../errors.ts';
import { openSession, type Session } from '../session.ts';
import { accountDetails } from '../views/accounts.ts';
import { printableText } from '../views/printable.ts';
import { NONE, orNone, parseDays, parseDurations, parseLife } from './duration-option.ts';
import { addExamples } from './examples.ts';

/** The API's schema checks the range. */
const parseWholeNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value)) throw new InvalidArgumentError('Enter a whole number.');
  return value;
};

export const addPutAccount = (accounts: Command): void => {
  const command = accounts
    .command('put')
    .argument('<account-id>', '12-digit account ID')
    .summary('Add or replace an account')
    .description(
      "Add an account to the directory, or replace its whole entry: options that you leave out are set to their defaults, not to their previous values, and the command says what they were. The account keeps its rules, which only a file of the directory can change. Where an option takes none, the account has none, whatever the directory's defaults give. If somebody else changes the entry meanwhile, the command stops.",
    )
    .option('--name <name>', 'Display name (required)')
    .option('--approvers <emails...>', 'People who can accept and reject requests (required)')
    .option('--onboarded', "Peerway's roles exist in the account")
    .option('--no-onboarded', 'Peerway has no roles in the account: approvers accept in the account itself')
    .option(
      '--auto-accept-from <accounts...>',
      'Accounts whose requests are accepted automatically (default: none)',
    )
    .option(
      '--required-approvals <number>',
      'Number of approvers who must accept, from 1 to 5 (default: 1)',
      parseWholeNumber,
    )
    .option(
      '--reminders <durations...>',
      "When to remind approvers, as durations before the deadline, or none (default: the hub's setting, or 3d 1d 4h)",
      parseDurations,
    )
    .option('--escalation-email <email>', 'Escalation contact, notified with the last reminder, or none')
    .option(
      '--decide-by <ways...>',
      'How approvers decide: link, with the one in their mail, or signed, with peerway approve and reject (default: link)',
    )
    .option(
      '--time-zone <name>',
      'Time zone of its people, such as Europe/Paris, for times in mails, or none (default: UTC)',
    )
    .option(
      '--connect <mode>',
      'Routes and DNS resolution: apply what its people agree to, advise them, or refuse (default: advise)',
    )
    .option(
      '--pick-up',
      'Pending connections to the account that were created outside Peerway become requests (default: off)',
    )
    .option(
      '--pick-up-unknown',
      "Also those of accounts that the directory doesn't have (default: only the network team is notified)",
    )
    .option('--no-pick-up', 'No such connection becomes a request')
    .option('--no-pick-up-unknown', "None of accounts that the directory doesn't have")
    .option(
      '--repeat-rejection <days>',
      'How long after a rejection such a connection between the same VPCs is rejected too, such as 30d, or none (default: never)',
      orNone(parseDays),
    )
    .option(
      '--longest-active-for <duration>',
      'Longest life that a connection to the account may be requested for, such as 90d, or none (default: no limit)',
      orNone(parseLife),
    )
    .option(
      '--review-every <days>',
      'How often approvers review the active connections, such as 90d, or none (default: never)',
      orNone(parseDays),
    )
    .option(
      '--review-unanswered <what>',
      'Connections that nobody reviews within 14 days: keep or remove (default: keep)',
    )
    .option(
      '--announce-to <topic-arn>',
      "SNS topic of the account, named peerway-…, for what concerns the account, or none (default: only the hub's topic)",
    );
  addExamples(
    command,
    'peerway accounts put 222222222222 --name analytics --onboarded \\\n' +
      '      --approvers anna@analytics.example arun@analytics.example --required-approvals 2',
    'peerway accounts put 333333333333 --name partner --no-onboarded --approvers pat@partner.example \\\n' +
      '      --auto-accept-from 111111111111 --reminders 2d 12h',
  );
  command.action(async (account_id: string, options: { onboarded?: boolean }) => {
    if (options.onboarded === undefined) {
      throw new UsageError(
        "--onboarded or --no-onboarded is required. Use --onboarded if Peerway's roles exist in the account.",
      );
    }
    const { call, output } = openSession(command);
    const given = withNulls(fieldsOf(options));
    // Invalid options are reported before anything is sent.
    parseFields(putAccount.body, given);
    const before = await findAccount(account_id, call);
    // Rules have no option.
    const rules = before?.rules.length ? { rules: before.rules } : {};
    const updated_at = before?.updated_at ?? null;
    const { data } = await call(putAccount, { ...given, ...rules, account_id, updated_at });
    output.show(data, accountDetails);
    const reset = before ? listReset(before, data, given) : [];
    if (reset.length > 0) {
      const those = reset.length === 1 ? 'its default' : 'their defaults';
      process.stderr.write(`Left out, and so set to ${those}: ${reset.join('; ')}.\n`);
    }
  });
};

/** `none` is null where an entry can have none. */
const withNulls = (given: Fields): Fields =>
  Object.fromEntries(
    Object.entries(given).map(([field, value]) => [
      field,
      value === NONE && isNullable(field) ? null : value,
    ]),
  );

const isNullable = (field: string): boolean =>
  new Map(Object.entries(putAccount.body.shape)).get(field)?.safeParse(null).success ?? false;

const findAccount = async (account_id: string, call: Session['call']): Promise<Account | undefined> => {
  try {
    return (await call(getAccount, { account_id })).data;
  } catch (error) {
    if (error instanceof RefusedError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
};

const WRITTEN_WITH_EACH: readonly string[] = ['created_at', 'updated_at', 'updated_by'];

/** What the entry had and no option says: `--reminders (was P2D)`. */
const listReset = (before: Account, after: Account, given: Fields): string[] => {
  const now = new Map(Object.entries(after));
  return Object.entries(before)
    .filter(([field, was]) => {
      const isTold = given[field] !== undefined || WRITTEN_WITH_EACH.includes(field);
      return !isTold && String(was) !== String(now.get(field));
    })
    .map(([field, was]) => `${optionName(field)} (was ${printableText(describe(was))})`);
};

const describe = (value: unknown): string =>
  value === null || String(value) === '' ? 'none' : [value].flat().join(' ');
