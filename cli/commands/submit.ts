import type { Command } from 'commander';
import { submit } from '../../functions/edge/contract/peering-requests.ts';
import { openSession } from '../session.ts';
import { showSubmitted } from '../watch/show-submitted.ts';
import { addConnectOptions, withConnect } from './connect-options.ts';
import { addExamples } from './examples.ts';
import { addPeeringOptions } from './peering-options.ts';
import { addSubmissionOptions, type SubmissionOptions, sendSubmission } from './submission.ts';

export const addSubmit = (program: Command): void => {
  const command = addPeeringOptions(program.command('submit'))
    .summary('Submit a peering request')
    .description(
      "Submit a request to peer two VPCs. Peerway notifies the approvers of the accepter's account by mail, and they decide.",
    )
    .option(
      '--justification <text>',
      'Reason for the request, for the approvers and for the audit trail (required)',
    )
    .option(
      '--contact-email <email>',
      'Person to notify (default: you, if your session’s name is your email address)',
    );
  addExamples(
    addSubmissionOptions(addConnectOptions(command)),
    'peerway submit --vpc-id vpc-01111111111111a01 --peer-vpc-id vpc-02222222222222a01 \\\n' +
      "      --peer-owner-id 222222222222 --justification 'Settlement files go to the lake.' \\\n" +
      '      --contact-email priya@payments.example',
    'peerway submit --vpc-id vpc-01111111111111e01 --vpc-region eu-west-1 \\\n' +
      '      --peer-vpc-id vpc-02222222222222a01 --peer-owner-id 222222222222 --peer-region us-east-1 \\\n' +
      "      --justification 'Fraud scoring reads payments.' --contact-email priya@payments.example --wait",
    'peerway submit --vpc-id vpc-01111111111111e02 --vpc-region eu-west-1 \\\n' +
      '      --peer-vpc-id vpc-02222222222222e03 --peer-owner-id 222222222222 --routes --dns-resolution \\\n' +
      "      --justification 'The ledger reads the lake.' --contact-email priya@payments.example",
  );
  command.action(async (options: SubmissionOptions) => {
    const session = openSession(command);
    const { data, replayed } = await sendSubmission(session, submit, withConnect(options));
    await showSubmitted(session, data, { ...options, replayed });
  });
};
