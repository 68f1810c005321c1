import type { Command } from 'commander';
import { resubmit } from '../../functions/edge/contract/peering-requests.ts';
import type { PeeringRequest } from '../client/api-types.ts';
import { openSession } from '../session.ts';
import { showSubmitted } from '../watch/show-submitted.ts';
import { addExamples, setId } from './examples.ts';
import { addSubmissionOptions, type SubmissionOptions, sendSubmission } from './submission.ts';

export const addResubmit = (program: Command): void => {
  const command = program
    .command('resubmit')
    .argument('<request-id>', 'Request ID, as shown by peerway list')
    .summary('Submit an ended request again')
    .description('Submit a request again after it has ended, for example because it expired or was rejected.')
    .option('--justification <text>', 'Reason for the request (default: the same as before)');
  addExamples(
    addSubmissionOptions(command),
    setId('--status rejected '),
    'peerway resubmit $ID',
    "peerway resubmit $ID --justification 'As agreed with Anna on Tuesday.' --wait",
  );
  command.action(async (id: string, options: SubmissionOptions) => {
    const session = openSession(command);
    const { data, replayed } = await sendSubmission(session, resubmit, { ...options, id });
    await showSubmitted(session, data as PeeringRequest, { ...options, replayed });
  });
};
