import type { Command } from 'commander';
import { deleteAccount, getAccount, listAccounts } from '../../functions/edge/contract/accounts.ts';
import { openSession } from '../client/session.ts';
import { accountDetails, accountList } from '../views/accounts.ts';
import { good } from '../views/paint.ts';
import { confirm } from './confirm.ts';
import { examples } from './examples.ts';
import { addPutAccount } from './put-account.ts';

export const addAccounts = (program: Command): void => {
  const accounts = program
    .command('accounts')
    .summary('the directory of accounts (the network team alone)')
    .description('The directory of accounts: who approves what is asked of which. The network team alone.');
  addListAccounts(accounts);
  addGetAccount(accounts);
  addPutAccount(accounts);
  addDeleteAccount(accounts);
  examples(accounts, 'peerway accounts list', 'peerway accounts get 222222222222');
};

const addListAccounts = (accounts: Command): void => {
  const command = accounts.command('list').description('Lists the directory.');
  examples(command, 'peerway accounts list', "peerway accounts list --json | jq -r '.items[].account_id'");
  command.action(async () => {
    const { call, output } = openSession(command);
    const { data } = await call(listAccounts);
    output.show(data, accountList);
  });
};

const addGetAccount = (accounts: Command): void => {
  const command = accounts
    .command('get')
    .argument('<account-id>', 'of 12 digits')
    .description('Shows an account of the directory.');
  examples(command, 'peerway accounts get 222222222222');
  command.action(async (account_id: string) => {
    const { call, output } = openSession(command);
    const { data } = await call(getAccount, { account_id });
    output.show(data, accountDetails);
  });
};

const addDeleteAccount = (accounts: Command): void => {
  const command = accounts
    .command('delete')
    .argument('<account-id>', 'of 12 digits')
    .description('Takes an account out of the directory: nobody can decide on requests to it from then on.')
    .option('-y, --yes', 'without asking');
  examples(command, 'peerway accounts delete 333333333333 --yes');
  command.action(async (account_id: string, options: { yes?: boolean }) => {
    const { call, output } = openSession(command);
    await confirm(`Take ${account_id} out of the directory?`, options);
    const { data } = await call(deleteAccount, { account_id });
    output.show(data, (clean) => `${accountDetails(clean)}\n\n${good('This entry was taken out.')}`);
  });
};
