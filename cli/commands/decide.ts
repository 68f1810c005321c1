import type { Command } from 'commander';
import { decide } from '../../functions/edge/contract/peering-requests.ts';
import { fieldsOf } from '../client/fields.ts';
import { openSession } from '../session.ts';
import { next } from '../views/paint.ts';
import { requestDetails } from '../views/request-details.ts';
import { parseLife } from './duration-option.ts';
import { addExamples, setId } from './examples.ts';

const WHO =
  'For approvers of an account whose directory entry allows decisions by signed calls (accounts put --decide-by signed). Peerway knows you by your verified email address: see peerway whoami.';

/** The two commands by which an approver decides without their link. */
export const addDecide = (program: Command): void => {
  addDecision(
    program
      .command('approve')
      .summary('Accept a request as an approver')
      .description(`Accept a pending request. ${WHO}`)
      .option('--comment <text>', 'For the requester and for the audit trail')
      .option(
        '--active-for <duration>',
        'Let the connection live for less time than the request asks for, such as 7d',
        parseLife,
      )
      .option(
        '--no-connect',
        "Leave the routes and DNS resolution that the request asks for to your account's owner",
      ),
    'accept',
    'peerway approve $ID',
  );
  addDecision(
    program
      .command('reject')
      .summary('Reject a request as an approver')
      .description(`Reject a pending request. ${WHO}`)
      .requiredOption('--comment <text>', 'Why, for the requester and for the audit trail (required)'),
    'reject',
    "peerway reject $ID --comment 'Use the shared endpoint instead.'",
  );
};

const addDecision = (command: Command, decision: 'accept' | 'reject', example: string): void => {
  command
    .argument('<request-id>', 'Request ID, as shown by peerway list')
    .option('--extension', 'Decide about more time for an active connection, and not about the request');
  addExamples(command, setId(), example);
  command.action(
    async (id: string, options: { comment?: string; connect?: boolean; extension?: boolean }) => {
      const { call, output } = openSession(command);
      const { data } = await call(decide, { id, decision, ...fieldsOf(options) });
      output.show(data, (clean) => `${requestDetails(clean)}\n\n${next(`peerway watch ${clean.id}`)}`);
    },
  );
};
