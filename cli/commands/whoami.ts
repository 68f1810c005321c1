import type { Command } from 'commander';
import { getCaller } from '../../functions/edge/contract/callers.ts';
import { openSession } from '../session.ts';
import { callerDetails } from '../views/caller-details.ts';
import { addExamples } from './examples.ts';

export const addWhoami = (program: Command): void => {
  const command = program
    .command('whoami')
    .summary('Show who Peerway takes you for')
    .description(
      'Show who Peerway takes you for: your account, your name, and whether you belong to the network team. Peerway concludes it from your credentials.',
    );
  addExamples(command, 'peerway whoami', 'peerway whoami --json | jq -r .account_id');
  command.action(async () => {
    const { call, output } = openSession(command);
    const { data } = await call(getCaller);
    output.show(data, callerDetails);
  });
};
