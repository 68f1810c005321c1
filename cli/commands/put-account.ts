import { type Command, InvalidArgumentError } from 'commander';
import { putAccount } from '../../functions/edge/contract/accounts.ts';
import { openSession } from '../client/session.ts';
import { UsageError } from '../errors.ts';
import { accountDetails } from '../views/accounts.ts';
import { examples } from './examples.ts';
import { fieldsOf } from './fields.ts';

/** Which whole numbers are allowed, the API's schema says. */
const number = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value)) throw new InvalidArgumentError('A whole number.');
  return value;
};

export const addPutAccount = (accounts: Command): void => {
  const command = accounts
    .command('put')
    .argument('<account-id>', 'of 12 digits')
    .description(
      'Puts an account into the directory, or replaces its whole entry: what is left out takes its default, not what it was.',
    )
    .option('--name <name>', 'what people call it (required)')
    .option('--approvers <mails...>', 'who may accept and reject (required)')
    .option('--onboarded', 'Peerway’s roles exist in the account')
    .option('--no-onboarded', 'they do not: its approvers accept in their own account')
    .option(
      '--auto-accept-from <accounts...>',
      'accounts whose requests are accepted at once (default: none)',
    )
    .option('--required-approvals <number>', 'how many approvers must accept, 1 to 5 (default: 1)', number)
    .option(
      '--reminders <durations...>',
      'when to remind, before the window’s end (default: as Peerway is configured, or P3D P1D PT4H)',
    )
    .option('--escalation-email <mail>', 'who is told beside the approvers at the last reminder');
  examples(
    command,
    'peerway accounts put 222222222222 --name analytics --onboarded \\\n' +
      '      --approvers anna@analytics.example arun@analytics.example --required-approvals 2',
    'peerway accounts put 333333333333 --name partner --no-onboarded --approvers pat@partner.example \\\n' +
      '      --auto-accept-from 111111111111 --reminders P2D PT12H',
  );
  command.action(async (account_id: string, options: { onboarded?: boolean }) => {
    if (options.onboarded === undefined) {
      throw new UsageError('Say whether Peerway’s roles exist in the account: --onboarded or --no-onboarded');
    }
    const { call, output } = openSession(command);
    const { data } = await call(putAccount, { ...fieldsOf(options), account_id });
    output.show(data, accountDetails);
  });
};
