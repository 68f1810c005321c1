import type { Command } from 'commander';
import { deleteAccount, getAccount, listAccounts } from '../../functions/edge/contract/accounts.ts';
import { openSession } from '../session.ts';
import { accountDetails, accountList } from '../views/accounts.ts';
import { good } from '../views/paint.ts';
import { confirm } from './confirm.ts';
import { addExamples } from './examples.ts';
import { addPutAccount } from './put-account.ts';

export const addAccounts = (program: Command): void => {
  const accounts = program
    .command('accounts')
    .summary('Manage the account directory (network team only)')
    .description(
      'Manage the account directory: the accounts that Peerway knows, and who approves requests to them. Only the network team can use these commands.',
    );
  addListAccounts(accounts);
  addGetAccount(accounts);
  addPutAccount(accounts);
  addDeleteAccount(accounts);
  addExamples(accounts, 'peerway accounts list', 'peerway accounts get 222222222222');
};

const addListAccounts = (accounts: Command): void => {
  const command = accounts
    .command('list')
    .summary('List accounts')
    .description('List the accounts in the directory.');
  addExamples(command, 'peerway accounts list', "peerway accounts list --json | jq -r '.items[].account_id'");
  command.action(async () => {
    const { call, output } = openSession(command);
    const { data } = await call(listAccounts);
    output.show(data, accountList);
  });
};

const addGetAccount = (accounts: Command): void => {
  const command = accounts
    .command('get')
    .argument('<account-id>', '12-digit account ID')
    .summary('Show an account')
    .description('Show an account in the directory.');
  addExamples(command, 'peerway accounts get 222222222222');
  command.action(async (account_id: string) => {
    const { call, output } = openSession(command);
    const { data } = await call(getAccount, { account_id });
    output.show(data, accountDetails);
  });
};

const addDeleteAccount = (accounts: Command): void => {
  const command = accounts
    .command('delete')
    .argument('<account-id>', '12-digit account ID')
    .summary('Delete an account')
    .description('Delete an account from the directory. From then on, nobody can decide requests to it.')
    .option('-y, --yes', 'Delete without asking');
  addExamples(command, 'peerway accounts delete 333333333333 --yes');
  command.action(async (account_id: string, options: { yes?: boolean }) => {
    const { call, output } = openSession(command);
    await confirm(`Delete account ${account_id} from the directory?`, options);
    const { data } = await call(deleteAccount, { account_id });
    output.show(data, (clean) => `${accountDetails(clean)}\n\n${good('Deleted from the directory.')}`);
  });
};
