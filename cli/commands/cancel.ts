import type { Command } from 'commander';
import { cancel, get } from '../../functions/edge/contract/peering-requests.ts';
import { fieldsOf } from '../client/fields.ts';
import { openSession } from '../session.ts';
import { next } from '../views/paint.ts';
import { requestDetails } from '../views/request-details.ts';
import { confirm } from './confirm.ts';
import { addExamples, setId } from './examples.ts';

type CancelOptions = { comment?: string; yes?: boolean };

export const addCancel = (program: Command): void => {
  const command = program
    .command('cancel')
    .argument('<request-id>', 'Request ID, as shown by peerway list')
    .summary('Withdraw a request, or delete its connection')
    .description(
      'Withdraw a pending request. If the request is already active, delete its connection, after asking for confirmation.',
    )
    .option('--comment <text>', 'Reason, for the people involved and for the audit trail')
    .option('-y, --yes', 'Delete an active connection without asking');
  addExamples(
    command,
    setId(),
    "peerway cancel $ID --comment 'The project moved to another account.'",
    'peerway cancel $ID --yes',
  );
  command.action(async (id: string, { yes, ...options }: CancelOptions) => {
    const { call, output } = openSession(command);
    const { data: found } = await call(get, { id });
    if (found.status === 'active' || found.status === 'provisioning') {
      const { vpc_peering_connection_id, vpc_id, peer_vpc_id } = found;
      const question = `Delete ${vpc_peering_connection_id}, the connection between ${vpc_id} and ${peer_vpc_id}?`;
      await confirm(question, yes ? { yes } : {});
    }
    // An approver may accept meanwhile: the API then refuses what this user didn't confirm.
    const expected = found.status === 'submitted' ? {} : { expected_status: found.status };
    const { data } = await call(cancel, { ...fieldsOf(options), ...expected, id });
    output.show(data, (clean) => `${requestDetails(clean)}\n\n${next(`peerway watch ${clean.id}`)}`);
  });
};
