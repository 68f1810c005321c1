import type { Command } from 'commander';
import { get } from '../../functions/edge/contract/peering-requests.ts';
import { openSession } from '../session.ts';
import { next } from '../views/paint.ts';
import { requestDetails } from '../views/request-details.ts';
import { addExamples, setId } from './examples.ts';

export const addShow = (program: Command): void => {
  const command = program
    .command('show')
    .argument('<request-id>', 'Request ID, as shown by peerway list')
    .summary('Show a request')
    .description('Show a request: its VPCs, its acceptance window, and who decided what.');
  addExamples(command, setId(), 'peerway show $ID', 'peerway show $ID --json | jq .window.expires_at');
  command.action(async (id: string) => {
    const { call, output } = openSession(command);
    const { data } = await call(get, { id });
    output.show(data, (clean) => `${requestDetails(clean)}\n\n${next(`peerway open ${clean.id}`)}`);
  });
};
