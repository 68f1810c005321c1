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
    .argument('<request-id>', 'Request ID, as shown by peerway list')
    .summary('Submit an ended request again')
    .description('Submit a request again after it has ended, for example because it expired or was rejected.')
    .option('--justification <text>', 'Reason for the request (default: the same as before)');
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
