import type { Command } from 'commander';
import { preflight } from '../../functions/edge/contract/peering-requests.ts';
import { fieldsOf } from '../client/fields.ts';
import { EXIT } from '../exit-code.ts';
import { openSession } from '../session.ts';
import { preflightReport } from '../views/preflight.ts';
import { addConnectOptions, withConnect } from './connect-options.ts';
import { addExamples } from './examples.ts';
import { addPeeringOptions } from './peering-options.ts';
import { ACTIVE_FOR } from './submission.ts';

export const addPreflight = (program: Command): void => {
  const command = addPeeringOptions(program.command('preflight'))
    .summary('Check a request without submitting it')
    .description(
      'Check a request without submitting it: its VPCs, their CIDR blocks, quotas and approvers. Nothing is changed.',
    )
    .option('--contact-email <email>', 'Person who would be notified')
    .option(...ACTIVE_FOR);
  addConnectOptions(command);
  addExamples(
    command,
    'peerway preflight --vpc-id vpc-01111111111111e01 --vpc-region eu-west-1 \\\n' +
      '      --peer-vpc-id vpc-02222222222222e01 --peer-owner-id 222222222222 \\\n' +
      '      --contact-email priya@payments.example',
  );
  command.action(async (options: object) => {
    const { call, output } = openSession(command);
    const { data } = await call(preflight, fieldsOf(withConnect(options)));
    output.show(data, preflightReport);
    if (!data.would_submit) process.exitCode = EXIT.refused;
  });
};
