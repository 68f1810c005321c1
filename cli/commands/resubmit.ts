import type { Command } from 'commander';
import { resubmit } from '../../functions/edge/contract/peering-requests.ts';
import type { PeeringRequest } from '../client/api-types.ts';
import { openSession } from '../client/session.ts';
import { tellSubmitted } from '../watch/tell-submitted.ts';
import { examples, SOME_ID } from './examples.ts';
import { type SubmissionOptions, sendSubmission, submissionOptions } from './submission.ts';

export const addResubmit = (program: Command): void => {
  const command = program
    .command('resubmit')
    .argument('<request-id>', 'as peerway list shows it')
    .summary('submit again what an ended request asked for')
    .description('Submits again what a request asked for that has ended: expired, rejected, withdrawn.')
    .option('--justification <text>', 'in place of the one before');
  examples(
    submissionOptions(command),
    `peerway resubmit ${SOME_ID}`,
    `peerway resubmit ${SOME_ID} --justification 'As agreed with Anna on Tuesday.' --wait`,
  );
  command.action(async (id: string, options: SubmissionOptions) => {
    const session = openSession(command);
    const { data, replayed } = await sendSubmission(session, resubmit, { ...options, id });
    await tellSubmitted(session, data as PeeringRequest, { ...options, replayed });
  });
};
