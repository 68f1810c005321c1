import type { Command } from 'commander';
import { extend } from '../../functions/edge/contract/peering-requests.ts';
import { openSession } from '../session.ts';
import { requestDetails } from '../views/request-details.ts';
import { parseLife } from './duration-option.ts';
import { addExamples, setId } from './examples.ts';

export const addExtend = (program: Command): void => {
  const command = program
    .command('extend')
    .argument('<request-id>', 'Request ID, as shown by peerway list')
    .summary('Ask for more time for an active connection')
    .description(
      "Ask for more time for an active connection that has an end. The approvers of the accepter's account decide. Without a decision, the connection ends as it would have.",
    )
    .requiredOption('--for <duration>', 'How much more time, such as 7d or P7D (required)', parseLife)
    .requiredOption('--reason <text>', 'Why, for the approvers and for the audit trail (required)');
  addExamples(
    command,
    setId('--status active '),
    "peerway extend $ID --for 7d --reason 'The migration takes a week longer.'",
  );
  command.action(async (id: string, options: { for: string; reason: string }) => {
    const { call, output } = openSession(command);
    const { data } = await call(extend, { id, extends_by: options.for, reason: options.reason });
    output.show(data, requestDetails);
  });
};
