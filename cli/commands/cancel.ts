import type { Command } from 'commander';
import { cancel, get } from '../../functions/edge/contract/peering-requests.ts';
import { openSession } from '../client/session.ts';
import { next } from '../views/paint.ts';
import { requestDetails } from '../views/request-details.ts';
import { confirm } from './confirm.ts';
import { examples, SOME_ID } from './examples.ts';
import { fieldsOf } from './fields.ts';

type CancelOptions = { comment?: string; yes?: boolean };

export const addCancel = (program: Command): void => {
  const command = program
    .command('cancel')
    .argument('<request-id>', 'as peerway list shows it')
    .summary('withdraw a request, or tear its connection down')
    .description(
      'Withdraws a request while it is pending. When it is active already, tears its connection down, and asks before it does.',
    )
    .option('--comment <text>', 'why, for those it concerns and for the auditor')
    .option('-y, --yes', 'tear an active connection down without asking');
  examples(
    command,
    `peerway cancel ${SOME_ID} --comment 'The project moved to another account.'`,
    `peerway cancel ${SOME_ID} --yes`,
  );
  command.action(async (id: string, { yes, ...options }: CancelOptions) => {
    const { call, output } = openSession(command);
    const { data: found } = await call(get, { id });
    if (found.status === 'active' || found.status === 'provisioning') {
      const { vpc_peering_connection_id, vpc_id, peer_vpc_id } = found;
      const question = `Tear down ${vpc_peering_connection_id}, which peers ${vpc_id} and ${peer_vpc_id}?`;
      await confirm(question, yes ? { yes } : {});
    }
    // What was asked of the person must be what happens, also when an approver is faster.
    const expected = found.status === 'submitted' ? {} : { expected_status: found.status };
    const { data } = await call(cancel, { ...fieldsOf(options), ...expected, id });
    output.show(data, (clean) => `${requestDetails(clean)}\n\n${next(`peerway watch ${clean.id}`)}`);
  });
};
