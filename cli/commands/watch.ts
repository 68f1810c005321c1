import type { Command } from 'commander';
import { get } from '../../functions/edge/contract/peering-requests.ts';
import { openSession } from '../session.ts';
import { strong } from '../views/paint.ts';
import { reportOutcome } from '../watch/report-outcome.ts';
import { watchRequest } from '../watch/watch-request.ts';
import { addExamples, setId } from './examples.ts';
import { intervalOption } from './interval-option.ts';

export const addWatch = (program: Command): void => {
  const command = program
    .command('watch')
    .argument('<request-id>', 'Request ID, as shown by peerway list')
    .summary('Follow a request until it is active or has ended')
    .description(
      'Follow a request, with a countdown to its deadline, until it is active (exit code 0) or has ended without becoming active (exit code 1). JSON output has the whole request on one line for every change.',
    )
    .addOption(intervalOption('Time between checks, in seconds or such as 1m'));
  addExamples(
    command,
    setId(),
    'peerway watch $ID',
    'peerway watch $ID --interval 1s --json | jq -r --unbuffered .status',
  );
  command.action(async (id: string, { interval }: { interval: number }) => {
    const session = openSession(command);
    const { data } = await session.call(get, { id });
    const { output } = session;
    if (!output.isData) {
      output.line(data, (clean) => `${strong(clean.id)}  ${clean.vpc_id} → ${clean.peer_vpc_id}`);
    }
    reportOutcome(await watchRequest(data, { intervalMs: interval }, session), output);
  });
};
