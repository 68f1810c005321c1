import type { Command } from 'commander';
import { createBoardLink } from '../../functions/edge/contract/board-links.ts';
import { openSession } from '../session.ts';
import { showBoardLink } from '../views/links.ts';
import { addExamples } from './examples.ts';

export const addBoard = (program: Command): void => {
  const command = program
    .command('board')
    .summary('Create a link to the board of open requests (network team only)')
    .description(
      'Create a link to the board, which shows every open request as a bar on a timeline, with the earliest deadline at the top. Anyone who has the link can open it for eight hours. Only the network team can create board links.',
    );
  addExamples(command, 'peerway board', 'peerway board --json | jq -r .url');
  command.action(async () => {
    const { call, output } = openSession(command);
    const { data } = await call(createBoardLink);
    output.show(data, showBoardLink);
  });
};
